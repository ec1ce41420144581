import { type Request, type Response, Router } from 'express'
import { PortalUnavailable } from '../../../services/identity/port.ts'
import { logFault } from '../failures.ts'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'
import { chatAction } from '../to-chat.ts'
import { type Asked, findAsked } from './asked.ts'
import { showOutcome } from './outcome.ts'
import { comeBack } from './return.ts'

type TokenRequest = Request<{ token: string }>

/** From the button in the chat to the portal and back. Faults of the desk go to the error page: nothing was lost. */
export function signInRoutes(site: Site): Router {
  const router = Router()
  router.get('/sign-in/return', (request, response) => comeBack(site, request, response))
  router.get('/sign-in/:token', (request, response) => show(site, request, response))
  router.post('/sign-in/:token', (request, response) => setOut(site, request, response))
  router.get('/sign-in/:token/done', (request, response) => showOutcome(site, request, response))
  return router
}

/** Nothing happens before the reader was told who asks and pressed on: a link may come from anybody. */
async function show(site: Site, request: TokenRequest, response: Response): Promise<void> {
  const asked = await findAsked(site, request.params.token)
  if (asked.kind !== 'open') return tellEnd(site, asked.kind, request, response)
  const language = languageOf(request, asked.found.state.language)
  const service = textOf(language, `${asked.found.flow.id}:title`)
  const title = textOf(language, 'web:signIn.asked.title')
  site.pages.send(request, response, { view: 'sign-in', title, language, data: { service } })
}

async function setOut(site: Site, request: TokenRequest, response: Response): Promise<void> {
  const { token } = request.params
  const asked = await findAsked(site, token)
  if (asked.kind !== 'open') return tellEnd(site, asked.kind, request, response)
  const language = languageOf(request, asked.found.state.language)
  try {
    await site.journeys.begin(response, { for: 'case', token, caseId: asked.found.id }, language)
  } catch (fault) {
    if (!(fault instanceof PortalUnavailable)) throw fault
    logFault(site.log, fault, 'sign-in did not begin')
    response.redirect(303, `/sign-in/${token}/done?outcome=unavailable`)
  }
}

const statusOf = { unknown: 404, expired: 410, gone: 410, passed: 200 } as const

function tellEnd(site: Site, kind: Exclude<Asked['kind'], 'open'>, request: Request, response: Response): void {
  const language = languageOf(request)
  site.pages.tell(request, response, {
    text: `signIn.${kind}`,
    status: statusOf[kind],
    action: chatAction(site, language),
  })
}
