import { z } from 'zod'
import { type PlainDate, parsePlainDate } from '../../flows/values/time.ts'
import { type Fields, GatewayUnavailable } from '../gateway/port.ts'

/** xs:date, with or without a time zone or a time after it: the date that the register wrote. */
export const plainDate = z.string().transform((text, context): PlainDate => {
  const date = parsePlainDate(text.trim().slice(0, 10))
  if (date) return date
  context.addIssue({ code: 'custom', message: 'not a date' })
  return z.NEVER
})

/** Registers send an empty element where they know nothing. */
export const orNothing = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional()

/** One element, several, or an empty parent. */
export const list = <T extends z.ZodType>(schema: T) => z.union([z.array(schema), schema.transform(one => [one])])

/** A value of a classifier, worded in both languages. */
export const coded = z.object({ code: z.string(), nameRu: z.string(), nameKz: z.string() })

/** An answer of another shape is a fault of the register, never "not found". Values are not repeated in the error. */
export function readAs<T>(schema: z.ZodType<T>, fields: Fields): T {
  const read = schema.safeParse(fields)
  if (read.success) return read.data
  throw new GatewayUnavailable('the register answered in another shape', 'unknown', read.error)
}
