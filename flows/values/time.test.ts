import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, almatyTime, dateInAlmaty, instant, type PlainDate, parsePlainDate, plus } from './time.ts'

const moment = fc
  .date({ min: new Date('2024-03-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
  .map(instant)

describe('a calendar date', () => {
  test.each([
    ['a day', '2026-11-23', true],
    ['a leap day', '2024-02-29', true],
    ['no leap day', '2026-02-29', false],
    ['a 31st that there is not', '2026-11-31', false],
    ['a thirteenth month', '2026-13-01', false],
    ['without zeros', '2026-1-1', false],
    ['with a time', '2026-11-23T00:00:00Z', false],
    ['nothing', '', false],
  ])('%s', (_, text, exists) => {
    expect(parsePlainDate(text)).toBe(exists ? text : undefined)
  })
})

describe('the clock on the wall in Almaty', () => {
  test.each([
    ['a minute before midnight', '2026-11-23T18:59:59.999Z', '2026-11-23'],
    ['midnight', '2026-11-23T19:00:00.000Z', '2026-11-24'],
    ['new year', '2026-12-31T19:00:00.000Z', '2027-01-01'],
  ])('shows the date at %s', (_, at, date) => {
    expect(dateInAlmaty(instant(at))).toBe(date)
  })
  test('shows the date that it was set to, at any minute of the day', () => {
    const minute = fc.nat({ max: 24 * 60 - 1 })
    fc.assert(
      fc.property(moment, minute, (at, minute) => {
        const date = dateInAlmaty(at)
        expect(dateInAlmaty(almatyTime(date, 0, minute))).toBe(date)
      }),
    )
  })
  test('agrees with what the system knows of the zone', () => {
    const inZone = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Almaty', dateStyle: 'short' })
    fc.assert(fc.property(moment, at => void expect(dateInAlmaty(at)).toBe(inZone.format(new Date(at)))))
  })
})

test('instants sort as text', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 1e12 }), (at, later) => void expect(plus(at, later) > at).toBe(true)),
  )
})

test('days are counted over months and years', () => {
  expect(addDays('2026-12-31' as PlainDate, 1)).toBe('2027-01-01')
  expect(addDays('2024-03-01' as PlainDate, -1)).toBe('2024-02-29')
})
