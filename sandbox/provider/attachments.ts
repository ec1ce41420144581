import type { Response } from 'express'
import type { Application } from './applications.ts'

interface Attachment {
  name: string
  type: string
  bytes: Uint8Array
}
const shownInPlace = new Set(['application/pdf', 'image/jpeg', 'image/png'])

/** A document by its place in the application; 'request' and 'signature' are the signed request itself. */
export function attachmentOf(application: Application, which: string): Attachment | undefined {
  const type = 'application/octet-stream'
  if (which === 'request') return { name: 'request', type, bytes: application.request }
  if (which === 'signature') return { name: 'request.p7s', type, bytes: application.signature }
  return application.documents[Number(which)]
}

/** What a stranger sent is shown only as the three types that are checked elsewhere; anything else is downloaded. */
export function sendAttachment(response: Response, attachment: Attachment | undefined): void {
  if (!attachment) return void response.sendStatus(404)
  const shown = shownInPlace.has(attachment.type)
  response.attachment(attachment.name)
  if (shown) response.set('content-disposition', 'inline')
  response.set('x-content-type-options', 'nosniff').type(shown ? attachment.type : 'application/octet-stream')
  response.send(Buffer.from(attachment.bytes))
}
