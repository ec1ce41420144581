import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FormatName } from '../vocabulary.ts'
import { formatProblems, formats } from './formats.ts'
import { almatyTime, dateInAlmaty, instant } from './time.ts'

const today = dateInAlmaty(instant('2026-11-23T05:00:00Z'))
const read = (format: FormatName, raw: string) => {
  const result = formats[format](raw, today)
  return result.ok ? result.value : result.problem
}
const long = (n: number) => 'а'.repeat(n)

describe('an IIN', () => {
  test.each([
    ['as it is', '990101300013', '990101300013'],
    ['with spaces and dashes', ' 9901-01 300 013 ', '990101300013'],
    ['with no-break spaces', '990101\u00a0300\u00a0013', '990101300013'],
    ['nothing', '  ', 'empty'],
    ['a word', 'ЖСН', 'not-digits'],
    ['a word beside it', 'ЖСН 990101300013', 'not-digits'],
    ['11 digits', '99010130001', 'too-short'],
    ['13 digits', '9901013000130', 'too-long'],
    ['a wrong check digit', '990101300012', 'check-digit'],
    ['a BIN', '200140000014', 'is-bin'],
  ])('%s', (_, raw, expected) => expect(read('iin', raw)).toBe(expected))
})

describe('a full name', () => {
  test.each([
    ['two words', 'Сынақова Айгүл', 'Сынақова Айгүл'],
    ['spaces all over', '  Сынақова   Айгүл\nМаратқызы ', 'Сынақова Айгүл Маратқызы'],
    ['a hyphen and an apostrophe', "Ибн-Сина О'Нил", "Ибн-Сина О'Нил"],
    ['Latin letters, as foreigners have', 'John Smith Jr.', 'John Smith Jr.'],
    ['letters composed and in pieces are one', 'Чайковский Андрей'.normalize('NFD'), 'Чайковский Андрей'],
    ['nothing', ' ', 'empty'],
    ['two letters', 'Ли', 'too-short'],
    ['one word', 'Айгүл', 'not-a-name'],
    ['digits', 'Айгүл 2', 'not-a-name'],
    ['markup', '<b>Айгүл</b> Сынақова', 'not-a-name'],
    ['151 letters', `${long(75)} ${long(75)}`, 'too-long'],
  ])('%s', (_, raw, expected) => expect(read('full-name', raw)).toBe(expected))
})

describe('a birth date', () => {
  test.each([
    ['with points', '07.03.2015', '2015-03-07'],
    ['without zeros', '7.3.2015', '2015-03-07'],
    ['with slashes', '07/03/2015', '2015-03-07'],
    ['as computers write it', '2015-03-07', '2015-03-07'],
    ['with spaces', '7. 3. 2015', '2015-03-07'],
    ['today', '23.11.2026', '2026-11-23'],
    ['tomorrow', '24.11.2026', 'in-future'],
    ['a leap day', '29.02.2016', '2016-02-29'],
    ['no leap day', '29.02.2015', 'not-a-date'],
    ['month first', '03.17.2015', 'not-a-date'],
    ['a year of two digits', '07.03.15', 'not-a-date'],
    ['the century before last', '31.12.1899', 'not-a-date'],
    ['words', 'наурыздың жетісі', 'not-a-date'],
    ['nothing', '', 'not-a-date'],
  ])('%s', (_, raw, expected) => expect(read('birth-date', raw)).toBe(expected))
})

describe('a phone', () => {
  test.each([
    ['with an 8', '8 701 123 45 67', '+77011234567'],
    ['with +7', '+7 (701) 123-45-67', '+77011234567'],
    ['without either', '7011234567', '+77011234567'],
    ['of a town', '8 7172 74 00 00', '+77172740000'],
    ['of another country', '+996 555 123 456', 'not-a-phone'],
    ['one digit short', '8 701 123 45 6', 'not-a-phone'],
    ['one digit more', '8 701 123 45 678', 'not-a-phone'],
    ['words', 'телефоным жоқ', 'not-a-phone'],
  ])('%s', (_, raw, expected) => expect(read('phone', raw)).toBe(expected))
})

describe('an address and free text', () => {
  test.each<[string, FormatName, string, string]>([
    ['an address on two lines', 'address', 'Астана,\nАбай 1', 'Астана, Абай 1'],
    ['no address', 'address', '\u200b ', 'empty'],
    ['too short an address', 'address', 'Алма', 'too-short'],
    ['the longest address', 'address', long(300), long(300)],
    ['too long an address', 'address', long(301), 'too-long'],
    ['a text with hidden characters', 'text', 'Аты\u202e қате', 'Аты қате'],
    ['too short a text', 'text', 'жо', 'too-short'],
    ['the longest text', 'text', long(1000), long(1000)],
    ['too long a text', 'text', long(1001), 'too-long'],
  ])('%s', (_, format, raw, expected) => expect(read(format, raw)).toBe(expected))
})

describe.each(Object.keys(formats) as FormatName[])('whatever is typed as %s', format => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[\d .+()-]{0,20}$/),
    fc.stringMatching(/^[А-Яа-яӘәҒғҚқ .'-]{0,40}$/),
    fc.string({ minLength: 140, maxLength: 1100 }),
  )
  test('finds only problems that have a text', () => {
    fc.assert(
      fc.property(typed, raw => {
        const result = formats[format](raw, today)
        if (!result.ok) expect(formatProblems[format]).toContain(result.problem)
      }),
    )
  })
  test('what was taken is taken again as it is', () => {
    fc.assert(
      fc.property(typed, raw => {
        const result = formats[format](raw, today)
        if (result.ok) expect(formats[format](result.value, today)).toEqual(result)
      }),
    )
  })
})

test('today is the date in Almaty: nobody is born in the future because Greenwich sleeps', () => {
  const born = dateInAlmaty(almatyTime(today, 0, 30))
  expect(formats['birth-date'](born, dateInAlmaty(almatyTime(today, 0, 31)))).toEqual({ ok: true, value: today })
})
