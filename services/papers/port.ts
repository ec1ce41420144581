import type { Language } from '../../flows/values/language.ts'
import type { Instant } from '../../flows/values/time.ts'

/**
 * PDFs: tagged, fonts embedded, Kazakh first and Russian beside it. The form of a paper is data
 * (`services/papers/forms/<paper>.json`), so that an official wording can replace ours without code.
 * The same data and `at` give the same bytes.
 */
export interface Papers {
  make(paper: PaperKind, data: PaperData): Promise<Uint8Array>
}
export const paperKinds = ['certificate', 'receipt', 'refusal'] as const
export type PaperKind = (typeof paperKinds)[number]

export interface PaperData {
  number: string
  at: Instant
  /** Values by the field names of the form; `{kk, ru}` where the languages differ, an array for repeated blocks (wards). */
  fields: Record<string, PaperValue>
  /** Printed as a QR code and as text below it. */
  verifyUrl?: string
  /** Demonstration mark across the page. */
  specimen: boolean
}
export type PaperValue = string | Record<Language, string> | PaperValue[] | { [field: string]: PaperValue }

/** A field that the form asks for is absent or of another shape. Names the field, never its value. */
export class PaperIncomplete extends Error {
  override readonly name = 'PaperIncomplete'
}
