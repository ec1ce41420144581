import { z } from 'zod'
import type { Instant } from '../../../flows/values/time.ts'
import { dateInAlmaty } from '../../../flows/values/time.ts'
import type { SigningRequest } from './port.ts'

/** API №1: who asks for a signature, until when, and where the documents are. */
export const describeRequest = (request: SigningRequest, documentsUrl: string) => ({
  description: `${request.descriptionKk} / ${request.descriptionRu}`,
  expiry_date: inAlmaty(request.expiresAt),
  organisation: {
    nameRu: request.organisation.nameRu,
    nameKz: request.organisation.nameKk,
    nameEn: request.organisation.nameEn,
    bin: request.organisation.bin,
  },
  document: { uri: documentsUrl, auth_type: 'None', auth_token: '' },
})

/** API №2: the one document, to be signed as detached CMS over its bytes. */
export const describeDocuments = ({ document }: SigningRequest) => ({
  signMethod: 'CMS_SIGN_ONLY',
  documentsToSign: [
    {
      id: 1,
      nameRu: document.nameRu,
      nameKz: document.nameKk,
      nameEn: document.nameEn,
      meta: [],
      document: {
        file: {
          mime: document.type === 'application/pdf' ? '@file/pdf' : '',
          data: Buffer.from(document.bytes).toString('base64'),
        },
      },
    },
  ],
})

const almatyHours = 5
function inAlmaty(at: Instant): string {
  const shifted = new Date(Date.parse(at) + almatyHours * 3_600_000).toISOString()
  return `${dateInAlmaty(at)}${shifted.slice(10, 23)}+0500`
}

const cancelled = z.object({ status: z.literal('CANCELED') })
const signed = z.object({
  documentsToSign: z.tuple([
    z.object({
      id: z.coerce.number().pipe(z.literal(1)),
      document: z.object({ file: z.object({ data: z.string().min(1) }) }),
    }),
  ]),
})

/** What the app puts back to API №2: «cancelled», or the same document with the signature in place of the bytes. */
export function readAnswer(body: unknown): 'cancelled' | Uint8Array | undefined {
  if (cancelled.safeParse(body).success) return 'cancelled'
  const answer = signed.safeParse(body)
  return answer.success ? readSignature(answer.data.documentsToSign[0].document.file.data) : undefined
}

/** Base64 of DER; some versions of the national tools put PEM text there. */
const readSignature = (data: string): Uint8Array =>
  data.startsWith('-----BEGIN') ? Buffer.from(data, 'utf8') : Buffer.from(data, 'base64')
