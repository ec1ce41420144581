import { fileURLToPath } from 'node:url'
import { json, type Request, Router, urlencoded } from 'express'
import { z } from 'zod'
import { languages } from '../../flows/values/language.ts'
import { translate } from '../../locales/translate.ts'
import { type AppParts, createApp, order } from './app.ts'
import type { Screen } from './phone.ts'

const stylesheet = fileURLToPath(new URL('phone.css', import.meta.url))

/**
 * The stand-in for eGov Mobile on the applicant's phone, to be mounted at /sandbox/egov-mobile: a page for a person
 * (`GET /?link=`, `GET /mobileSign/?link=`) and `POST /sign` for a program.
 */
export function createEgovMobile(deps: AppParts): { router: Router } {
  const app = createApp(deps)
  const router = Router()
  router.get('/phone.css', (_request, response) => response.sendFile(stylesheet))
  router.get(['/', '/mobileSign'], async (request, response) => {
    response.send(await app.page(request.baseUrl, linkOf(request)))
  })
  router.get('/document', async (request, response) => {
    const document = await app.document(linkOf(request))
    if (document) response.set('X-Content-Type-Options', 'nosniff').type(document.mime).send(document.bytes)
    else response.status(404).send(await app.page(request.baseUrl, linkOf(request)))
  })
  router.post('/sign', json(), async ({ body }, response) => {
    const parsed = order.safeParse(body)
    if (parsed.success) response.json(inWords(await app.act(parsed.data)))
    else response.status(400).json({ error: z.prettifyError(parsed.error) })
  })
  router.post('/confirm', urlencoded(), async (request, response) => {
    const parsed = order.safeParse(request.body)
    const screen: Screen = parsed.success ? await app.act(parsed.data) : { shown: 'not-allowed' }
    const again = screen.shown === 'refused' || screen.shown === 'nobody'
    const link = parsed.success && again ? parsed.data.link : ''
    response.send(await app.page(request.baseUrl, link, screen))
  })
  return { router }
}

const linkOf = ({ query }: Request) => (typeof query.link === 'string' ? query.link : '')

/** The screen as the phone words it, in both languages. */
function inWords({ shown, message }: Screen) {
  const [kk, ru] = languages.map(language => translate(language, `sandbox-egov-mobile:shown.${shown}`))
  return { shown, kk, ru, ...(message !== undefined && { message }) }
}
