import { fileURLToPath } from 'node:url'
import { json, type Request, Router, urlencoded } from 'express'
import { z } from 'zod'
import { languages } from '../../flows/values/language.ts'
import { translate } from '../../locales/translate.ts'
import type { Authority } from '../authority/authority.ts'
import { renderPage, type TestPerson } from './page.ts'
import { createPhone, type Opened, type Screen } from './phone.ts'

const offeredKeys = ['valid', 'expired', 'revoked', 'foreign', 'altered'] as const
const order = z.object({
  link: z.string().min(1),
  iin: z.string().optional(),
  key: z.enum(offeredKeys).default('valid'),
  cancel: z.union([z.boolean(), z.stringbool()]).default(false),
})
type Order = z.infer<typeof order>
const stylesheet = fileURLToPath(new URL('phone.css', import.meta.url))

/**
 * The stand-in for eGov Mobile on the applicant's phone, to be mounted at /sandbox/egov-mobile: a page for a person
 * (`GET /?link=`, `GET /mobileSign/?link=`) and `POST /sign` for a program. `allowedOrigins` is the app's list of sites.
 */
export function createEgovMobile(deps: {
  authority: Pick<Authority, 'issue' | 'sign'>
  people: () => Promise<TestPerson[]>
  allowedOrigins: readonly string[]
}): { router: Router } {
  const phone = createPhone(deps.allowedOrigins)
  const router = Router()

  router.get('/phone.css', (_request, response) => response.sendFile(stylesheet))
  router.get(['/', '/mobileSign'], async (request, response) => {
    response.send(await page(request.baseUrl, linkOf(request)))
  })
  router.get('/document', async (request, response) => {
    const opened = await phone.open(linkOf(request))
    if (!opened.ok)
      return void response.status(404).send(renderPage({ base: request.baseUrl, link: '', screen: opened.screen }))
    const { mime, bytes } = documentOf(opened.value)
    response.set('X-Content-Type-Options', 'nosniff').type(mime).send(bytes)
  })
  router.post('/sign', json(), async ({ body }, response) => {
    const parsed = order.safeParse(body)
    if (parsed.success) response.json(inWords(await act(parsed.data)))
    else response.status(400).json({ error: z.prettifyError(parsed.error) })
  })
  router.post('/confirm', urlencoded(), async (request, response) => {
    const parsed = order.safeParse(request.body)
    const screen: Screen = parsed.success ? await act(parsed.data) : { shown: 'not-allowed' }
    const link = parsed.success && screen.shown === 'refused' ? parsed.data.link : ''
    response.send(await page(request.baseUrl, link, screen))
  })
  return { router }

  /** The form for an open link, below what the last attempt ended with; without a link, where to paste one. */
  async function page(base: string, link: string, screen?: Screen): Promise<string> {
    const opened = link === '' ? undefined : await phone.open(link)
    if (!opened?.ok) return renderPage({ base, link, screen: screen ?? opened?.screen })
    return renderPage({ base, link, screen, opened: opened.value, people: await deps.people(), kinds: offeredKeys })
  }
  async function act({ link, iin, key, cancel }: Order): Promise<Screen> {
    const opened = await phone.open(link)
    if (!opened.ok) return opened.screen
    if (cancel) return phone.cancel(opened.value)
    const person = (await deps.people()).find(candidate => candidate.iin === iin)
    if (!person) return { shown: 'nobody' }
    const { surname, given: name, patronymic } = person
    const signingKey = await deps.authority.issue({ iin: person.iin, surname, name, patronymic, kind: key })
    return phone.finish(opened.value, bytes => deps.authority.sign(bytes, signingKey))
  }
}

const linkOf = ({ query }: Request) => (typeof query.link === 'string' ? query.link : '')

function documentOf({ documents }: Opened) {
  const file = documents.documentsToSign[0]?.document.file
  const mime = file?.mime === '@file/pdf' ? 'application/pdf' : 'text/plain; charset=utf-8'
  return { mime, bytes: Buffer.from(file?.data ?? '', 'base64') }
}

/** The screen as the phone words it, in both languages. */
function inWords({ shown, message }: Screen) {
  const [kk, ru] = languages.map(language => translate(language, `sandbox-egov-mobile:shown.${shown}`))
  return { shown, kk, ru, ...(message !== undefined && { message }) }
}
