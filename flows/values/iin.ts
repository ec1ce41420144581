/** The number rules behind IIN and BIN: decrees № 565 of 2003-06-11 and № 406 of 2007-05-22. */

declare const brand: unique symbol

/**
 * Individual identification number (ЖСН / ИИН): 12 digits that pass the check digit.
 * Nothing else is ever derived from it: since decree № 853 of 2013-08-26 its digits need not match
 * the birth date or sex of its holder.
 */
export type Iin = string & { readonly [brand]: 'Iin' }

/** Business identification number (БСН / БИН). */
export type Bin = string & { readonly [brand]: 'Bin' }

export type NumberProblem = 'not-digits' | 'too-short' | 'too-long' | 'check-digit' | 'is-bin' | 'is-iin'
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: NumberProblem }

const firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]

/** The twelfth digit for the first eleven, or undefined where the rules never issue such a number. */
export function checkDigit(eleven: string): number | undefined {
  for (const weights of [firstWeights, secondWeights]) {
    const remainder = weights.reduce((sum, weight, i) => sum + weight * Number(eleven[i]), 0) % 11
    if (remainder < 10) return remainder
  }
  return undefined
}

/** People type spaces and dashes, and screens paste no-break spaces. */
const withoutSeparators = (raw: string) => raw.replaceAll(/[\s\u2010-\u2015-]/g, '')

/** 'iin' or 'bin' by the fifth digit (0–3: a day of birth; 4–6: a kind of entity); undefined when the number is not valid. */
export function numberKind(raw: string): 'iin' | 'bin' | undefined {
  const digits = withoutSeparators(raw)
  if (!/^\d{12}$/.test(digits) || checkDigit(digits.slice(0, 11)) !== Number(digits[11])) return undefined
  return /[4-6]/.test(digits[4] ?? '') ? 'bin' : 'iin'
}

function parseNumber<T extends string>(raw: string, wanted: 'iin' | 'bin'): Parsed<T> {
  const digits = withoutSeparators(raw)
  if (!/^\d+$/.test(digits)) return { ok: false, problem: 'not-digits' }
  if (digits.length < 12) return { ok: false, problem: 'too-short' }
  if (digits.length > 12) return { ok: false, problem: 'too-long' }
  const kind = numberKind(digits)
  if (kind === undefined) return { ok: false, problem: 'check-digit' }
  if (kind !== wanted) return { ok: false, problem: kind === 'bin' ? 'is-bin' : 'is-iin' }
  return { ok: true, value: digits as T }
}

export const parseIin = (raw: string): Parsed<Iin> => parseNumber<Iin>(raw, 'iin')
export const parseBin = (raw: string): Parsed<Bin> => parseNumber<Bin>(raw, 'bin')

/** For staff who need not see it: the first two digits and the last two. */
export const maskNumber = (number: string) => `${number.slice(0, 2)}••••••••${number.slice(-2)}`
