import { z } from 'zod'
import certificate from './forms/certificate.json' with { type: 'json' }
import receipt from './forms/receipt.json' with { type: 'json' }
import refusal from './forms/refusal.json' with { type: 'json' }
import type { PaperKind } from './port.ts'

/** text: as given · date: 'YYYY-MM-DD' · dateOfAct: before an act's number · notLater: a date or a moment as a deadline. */
const fieldTypes = ['text', 'text?', 'date', 'dateOfAct', 'notLater'] as const
export type FieldType = (typeof fieldTypes)[number]
/** A group of fields is a list: wards, decisions, documents. Its name is also the count of its items. */
export interface FieldTypes {
  [name: string]: FieldType | FieldTypes
}
const fields: z.ZodType<FieldTypes> = z.lazy(() => z.record(z.string(), z.union([z.enum(fieldTypes), fields])))

/** A key of locales: the wording itself is never in a form. */
const text = z.string().regex(/^[\w-]+:[\w.-]+$/)
/** Written when the field is given, or has this very value. */
const when = z.strictObject({ field: z.string(), is: z.string().optional() }).optional()

const plainBlocks = [
  z.strictObject({ block: z.literal('letterhead'), text, when }),
  z.strictObject({ block: z.literal('title'), text, caption: text, when }),
  z.strictObject({ block: z.enum(['heading', 'paragraph', 'note']), text, when }),
  z.strictObject({ block: z.literal('facts'), rows: z.array(z.strictObject({ label: text, text, when })), when }),
  z.strictObject({
    block: z.literal('table'),
    over: z.string(),
    columns: z.array(z.strictObject({ heading: text, text, share: z.number().positive() })),
    /** Written instead of an empty table. */
    none: text.optional(),
    when,
  }),
  z.strictObject({ block: z.literal('signature'), position: text, signer: text, place: text, seal: text, when }),
  z.strictObject({ block: z.literal('stamp'), heading: text, lines: z.array(text), when }),
  z.strictObject({ block: z.literal('verification'), text, image: text, law: text.optional(), when }),
] as const
const plainBlock = z.discriminatedUnion('block', plainBlocks)
const each = z.strictObject({ block: z.literal('each'), over: z.string(), blocks: z.array(plainBlock), when })
const form = z.strictObject({ fields, blocks: z.array(z.discriminatedUnion('block', [...plainBlocks, each])) })

export type Form = z.infer<typeof form>
export type Block = Form['blocks'][number]
export type When = z.infer<typeof when>

/** Every form of ours, parsed. Errors: a ZodError for a form that does not hold together. */
export const readForms = (): Record<PaperKind, Form> => ({
  certificate: form.parse(certificate),
  receipt: form.parse(receipt),
  refusal: form.parse(refusal),
})
