import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigit, maskNumber, numberKind, parseBin, parseIin } from './iin.ts'

describe('valid numbers', () => {
  test.each([
    ['an IIN that was published', '061211600012', 'iin'],
    ['a man born in 1999', '990101300013', 'iin'],
    ['a woman born in 2005', '050615600011', 'iin'],
    ['an IIN with 0 for century and sex', '990101000014', 'iin'],
    ['an IIN by the second weights', '000101500206', 'iin'],
    ['another by the second weights', '000101500218', 'iin'],
    ['a public company', '000740000728', 'bin'],
    ['a resident company', '200140000014', 'bin'],
    ['a company that is no resident', '200150000019', 'bin'],
    ['a branch, by the second weights', '200141000016', 'bin'],
  ])('%s', (_, number, kind) => {
    expect(numberKind(number)).toBe(kind)
    expect(parseIin(number)).toEqual(kind === 'iin' ? { ok: true, value: number } : { ok: false, problem: 'is-bin' })
    expect(parseBin(number)).toEqual(kind === 'bin' ? { ok: true, value: number } : { ok: false, problem: 'is-iin' })
  })
})

describe('numbers that nobody has', () => {
  test.each([
    ['a wrong digit in a published README', '901123300254'],
    ['one for which both weights give 10', '821214240092'],
  ])('%s', (_, number) => {
    expect(numberKind(number)).toBeUndefined()
    expect(parseIin(number)).toEqual({ ok: false, problem: 'check-digit' })
  })

  test('a beginning for which both weights give 10 has no check digit at all', () => {
    expect(checkDigit('00010150022')).toBeUndefined()
    for (const last of '0123456789') expect(numberKind(`00010150022${last}`)).toBeUndefined()
  })
})

const eleven = fc.stringMatching(/^\d{4}[0-3]\d{6}$/).filter(digits => checkDigit(digits) !== undefined)

test('exactly one last digit fits', () => {
  fc.assert(
    fc.property(eleven, digits => {
      const fitting = [...'0123456789'].filter(last => numberKind(`${digits}${last}`) !== undefined)
      expect(fitting).toEqual([String(checkDigit(digits))])
    }),
  )
})

test('separators change nothing', () => {
  const separated = fc.record({
    eleven,
    cuts: fc.array(fc.tuple(fc.nat({ max: 12 }), fc.constantFrom(' ', '-', '–', '\u00a0'))),
  })
  fc.assert(
    fc.property(separated, ({ eleven, cuts }) => {
      const number = `${eleven}${checkDigit(eleven)}`
      const written = cuts.reduce((text, [at, mark]) => `${text.slice(0, at)}${mark}${text.slice(at)}`, number)
      expect(parseIin(written)).toEqual({ ok: true, value: number })
    }),
  )
})

test('a mask shows two digits at each end', () => {
  expect(maskNumber('990101300013')).toBe('99••••••••13')
})
