import { type Request, type Response, Router } from 'express'
import type { Language } from '../../../flows/values/language.ts'

import { languageOf } from '../pages/language.ts'
import type { Site } from '../site.ts'
import { passes } from '../throttled.ts'
import { chatAction } from '../to-chat.ts'
import { type Asked, findAsked } from './asked.ts'
import { showForm } from './form.ts'
import { take } from './take.ts'

type TokenRequest = Request<{ token: string }>

/** Documents too big for the chat. Tokens name the case and the question; the files go to quarantine. */
export function uploadRoutes(site: Site): Router {
  const router = Router()
  router.get('/upload/:token', (request, response) => show(site, request, response))
  router.post('/upload/:token', (request, response) => receive(site, request, response))
  router.get('/upload/:token/done', (request, response) => showDone(site, request, response))
  return router
}

async function show(site: Site, request: TokenRequest, response: Response): Promise<void> {
  const asked = await findAsked(site, request.params.token)
  if (asked.kind !== 'open') return tellEnd(site, asked.kind, request, response)
  showForm(site, request, response, asked, [])
}

/** A document is checked by reading it, which costs: each application may try so often. */
const limit = { burst: 10, perSecond: 1 / 30 }

async function receive(site: Site, request: TokenRequest, response: Response): Promise<void> {
  const asked = await findAsked(site, request.params.token)
  if (asked.kind !== 'open') return tellEnd(site, asked.kind, request, response)
  if (!(await passes(site, request, response, `web-upload:${asked.found.id}`, limit))) return
  const problems = await take(site, request, asked)
  if (problems === 'passed') return tellEnd(site, 'passed', request, response)
  if (problems.length > 0) return showForm(site, request, response, asked, problems)
  response.redirect(303, `/upload/${request.params.token}/done`)
}

/** May be read again: it tells where the document stands now. */
async function showDone(site: Site, request: TokenRequest, response: Response): Promise<void> {
  const asked = await findAsked(site, request.params.token)
  const kind = asked.kind === 'open' || asked.kind === 'passed' || asked.kind === 'busy' ? 'received' : asked.kind
  tellEnd(site, kind, request, response, asked.kind === 'open' ? asked.found.state.language : undefined)
}

const statusOf = { unknown: 404, expired: 410, gone: 410, passed: 200, busy: 200, received: 200 } as const
type End = Exclude<Asked['kind'], 'open'> | 'received'

function tellEnd(site: Site, kind: End, request: Request, response: Response, spoken?: Language): void {
  const language = languageOf(request, spoken)
  site.pages.tell(request, response, {
    text: `upload.${kind}`,
    language,
    status: statusOf[kind],
    tone: kind === 'received' ? 'good' : 'calm',
    action: chatAction(site, language),
  })
}
