import type { FormatName } from '../vocabulary.ts'
import { parseIin } from './iin.ts'
import { type PlainDate, parsePlainDate } from './time.ts'

/** What is wrong with a typed answer; its text is `common:formats.<format>.<problem>`. */
export type FormatProblem =
  | 'empty'
  | 'too-short'
  | 'too-long'
  | 'not-digits'
  | 'check-digit'
  | 'is-bin'
  | 'is-iin'
  | 'not-a-name'
  | 'not-a-date'
  | 'in-future'
  | 'not-a-phone'
export type FormatResult = { ok: true; value: string } | { ok: false; problem: FormatProblem }

/** What each format can find wrong, so that there is a text for it. */
export const formatProblems: Record<FormatName, readonly FormatProblem[]> = {
  iin: ['empty', 'not-digits', 'too-short', 'too-long', 'check-digit', 'is-bin'],
  'full-name': ['empty', 'too-short', 'too-long', 'not-a-name'],
  'birth-date': ['not-a-date', 'in-future'],
  phone: ['not-a-phone'],
  address: ['empty', 'too-short', 'too-long'],
  text: ['empty', 'too-short', 'too-long'],
}

const accepted = (value: string): FormatResult => ({ ok: true, value })
const problem = (name: FormatProblem): FormatResult => ({ ok: false, problem: name })

/** Typed text as people mean it: no control characters, single spaces, trimmed, composed letters. */
const tidy = (raw: string) =>
  raw
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

function words(raw: string, shortest: number, longest: number): FormatResult {
  const text = tidy(raw)
  if (text.length === 0) return problem('empty')
  if (text.length < shortest) return problem('too-short')
  return text.length > longest ? problem('too-long') : accepted(text)
}

const namePattern = /^\p{L}[\p{L}\p{M}'’ʼ.\- ]*\p{L}\.?$/u

function fullName(raw: string): FormatResult {
  const result = words(raw, 3, 150)
  if (!result.ok) return result
  return namePattern.test(result.value) && result.value.includes(' ') ? result : problem('not-a-name')
}

/** Day first, as people write it: 7.3.2015, 07/03/2015, 2015-03-07. */
function birthDate(raw: string, today: PlainDate): FormatResult {
  const text = tidy(raw).replaceAll(' ', '')
  const [, day, month, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text) ?? []
  const date = parsePlainDate(year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : text)
  if (date === undefined || date < '1900-01-01') return problem('not-a-date')
  return date > today ? problem('in-future') : accepted(date)
}

/** A Kazakhstan number, kept as +7XXXXXXXXXX; 8 and 7 at the front mean the same. */
function phone(raw: string): FormatResult {
  const digits = tidy(raw).replaceAll(/[\s()+\u2010-\u2015-]/g, '')
  const [, national] = /^[78]?(7\d{9})$/.exec(digits) ?? []
  return national ? accepted(`+7${national}`) : problem('not-a-phone')
}

function iin(raw: string): FormatResult {
  if (tidy(raw).length === 0) return problem('empty')
  const parsed = parseIin(raw)
  return parsed.ok ? accepted(parsed.value) : problem(parsed.problem)
}

/** One parser for each format of the vocabulary. Accepts what people type and keeps one spelling. `today`: the date in Almaty. */
export const formats: Record<FormatName, (raw: string, today: PlainDate) => FormatResult> = {
  iin,
  'full-name': fullName,
  'birth-date': birthDate,
  phone,
  address: raw => words(raw, 5, 300),
  text: raw => words(raw, 3, 1000),
}
