import { z } from 'zod'
import { type Instant, instant } from '../../flows/values/time.ts'
import { type Fields, GatewayUnavailable } from '../gateway/port.ts'
import type { Decision, Registration } from './port.ts'

const moment = z.iso.datetime({ offset: true }).transform((text): Instant => instant(text))
const text = z.string().min(1)

export const registration = z
  .object({ registrationNumber: text, registrationDate: moment })
  .transform((answer): Registration => ({ number: answer.registrationNumber, at: answer.registrationDate }))

const official = z
  .object({ name: text, positionKz: text, positionRu: text, bodyKz: text, bodyRu: text })
  .transform(({ name, positionKz, positionRu, bodyKz, bodyRu }) => ({
    name,
    positionKk: positionKz,
    positionRu,
    bodyKk: bodyKz,
    bodyRu,
  }))

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' })
    return z.NEVER
  }
})

const decided = { decisionDate: moment, official }

/** The state of an application at the provider: in review, approved, or refused on a ground. */
export const decision = z.discriminatedUnion('status', [
  z.object({ status: z.literal('IN_REVIEW') }).transform((): Decision | undefined => undefined),
  z.object({ status: z.literal('APPROVED'), ...decided, resultData: jsonText.optional() }).transform(
    ({ decisionDate, official, resultData }): Decision => ({
      outcome: 'approve',
      at: decisionDate,
      signer: official,
      ...(resultData !== undefined && { data: resultData }),
    }),
  ),
  z.object({ status: z.literal('REFUSED'), ...decided, ground: text, explanation: z.string().optional() }).transform(
    ({ decisionDate, official, ground, explanation }): Decision => ({
      outcome: 'refuse',
      at: decisionDate,
      ground,
      ...(explanation && { explanation }),
      signer: official,
    }),
  ),
])

/** An answer must say which application it is about: a registration number alone may be mistaken. */
export const about = (key: string) => z.object({ requestId: z.literal(key) })

export const signature = z.object({ signature: z.base64().min(1) }).transform(answer => fromBase64(answer.signature))

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const fromBase64 = (encoded: string): Uint8Array => new Uint8Array(Buffer.from(encoded, 'base64'))

/** An answer of another shape tells nothing of the outcome. Values are not repeated in the error. */
export function readAs<T>(schema: z.ZodType<T>, fields: Fields): T {
  const read = schema.safeParse(fields)
  if (read.success) return read.data
  throw new GatewayUnavailable('the provider answered in another shape', 'unknown', read.error)
}
