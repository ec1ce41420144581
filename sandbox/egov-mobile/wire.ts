import { z } from 'zod'

/** API №1 and №2 as the app reads them: another reading of the same contract, so it shares no code with the product. */
export const api1 = z.object({
  description: z.string(),
  expiry_date: z.string(),
  organisation: z.object({ nameRu: z.string(), nameKz: z.string(), bin: z.string() }),
  document: z.object({ uri: z.url(), auth_type: z.literal('None') }),
})
export type SigningOffer = z.infer<typeof api1>

const document = z.object({
  id: z.number(),
  nameRu: z.string(),
  nameKz: z.string(),
  nameEn: z.string(),
  meta: z.array(z.unknown()),
  document: z.object({ file: z.object({ mime: z.string(), data: z.base64() }) }),
})
export const api2 = z.object({ signMethod: z.literal('CMS_SIGN_ONLY'), documentsToSign: z.array(document).min(1) })
export type DocumentsToSign = z.infer<typeof api2>

/** What services put beside a status other than 200. */
export const refusal = z.object({ message: z.string() })
