import { json, type Response, Router } from 'express'
import { languages } from '../../../flows/values/language.ts'
import { translate } from '../../../locales/translate.ts'
import type { SignatureReason } from '../../../services/signatures/port.ts'
import { isLinkId, signingUrl } from './links.ts'
import { describeDocuments, describeRequest, readAnswer } from './messages.ts'
import type { LinkEnd, SigningDesk, SigningRequest } from './port.ts'

/** One certificate chain and a signature are a few kilobytes; this leaves room for time stamps. */
const largestAnswer = '256kb'

/**
 * Our side of signing in eGov Mobile: API №1 (GET /mgov/sign/<link>) and API №2 (GET and PUT …/documents). The app knows
 * 200 «success» and 403; every other end has a status of its own and a message that the app can show in both languages.
 * Faults of the desk go to the error handler of the server.
 */
export function signingRoutes({ desk, publicUrl }: { desk: SigningDesk; publicUrl: string }): Router {
  const router = Router()
  const find = (linkId: string) => (isLinkId(linkId) ? desk.find(linkId) : Promise.resolve(undefined))

  router.use('/mgov/sign', (_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/mgov/sign/:linkId', async ({ params: { linkId } }, response) => {
    const found = await find(linkId)
    if (isOpen(found)) response.json(describeRequest(found, `${signingUrl(publicUrl, linkId)}/documents`))
    else refuse(response, endOf(found))
  })
  router.get('/mgov/sign/:linkId/documents', async ({ params: { linkId } }, response) => {
    const found = await find(linkId)
    if (isOpen(found)) response.json(describeDocuments(found))
    else refuse(response, endOf(found))
  })
  router.put(
    '/mgov/sign/:linkId/documents',
    json({ limit: largestAnswer }),
    async ({ params: { linkId }, body }, response) => {
      const found = await find(linkId)
      if (isOpen(found)) await take(desk, linkId, body, response)
      else refuse(response, endOf(found))
    },
  )
  return router
}

const isOpen = (found: SigningRequest | LinkEnd | undefined): found is SigningRequest => typeof found === 'object'
const endOf = (found: LinkEnd | undefined) => `link.${found ?? 'missing'}` as const

async function take(desk: SigningDesk, linkId: string, body: unknown, response: Response): Promise<void> {
  const answer = readAnswer(body)
  if (answer === undefined) return refuse(response, 'malformed')
  if (answer === 'cancelled') await desk.cancel(linkId)
  const end = answer === 'cancelled' ? { ok: true as const } : await desk.finish(linkId, answer)
  if (end.ok) response.type('text').send('success')
  else refuse(response, 'link' in end ? endOf(end.link) : end.signature)
}

type Refusal = SignatureReason | `link.${LinkEnd | 'missing'}`

function refuse(response: Response, reason: Refusal): void {
  const message = languages.map(language => translate(language, `signature:${reason}`)).join(' / ')
  response.status(statusOf(reason)).json({ message })
}

/** 403 is the app's word for a refused signature; 503 asks to come back: nothing was accepted, nothing refused. */
function statusOf(reason: Refusal): number {
  if (reason === 'link.missing') return 404
  return reason === 'revocation-unknown' ? 503 : 403
}
