import { describe, expect, test } from 'vitest'
import { addDays, type PlainDate, parsePlainDate } from '../../flows/values/time.ts'
import published from './kazakhstan.json' with { type: 'json' }
import { kazakhstanCalendar } from './kazakhstan.ts'
import { CalendarUnknown } from './port.ts'

function date(text: string): PlainDate {
  const parsed = parsePlainDate(text)
  if (parsed === undefined) throw new Error(`${text} is not a date`)
  return parsed
}
const calendar = kazakhstanCalendar()

function workingDays(year: number): number {
  let count = 0
  for (let day = date(`${year}-01-01`); day <= date(`${year}-12-31`); day = addDays(day, 1))
    if (calendar.isWorkingDay(day)) count += 1
  return count
}

describe('the working calendar of Kazakhstan', () => {
  test.each([
    [2025, 246, 'as the published calendar counts'],
    [2026, 247, 'the published 246 and 31 August, which is worked since 30 August is no holiday'],
    [2027, 247, 'by the rules of the law'],
  ])('has in %i %i working days: %s', (year, count) => {
    expect(workingDays(year)).toBe(count)
  })

  test.each([
    ['2025-01-03', false, 'Friday swapped for a Sunday'],
    ['2025-01-05', true, 'that Sunday, worked'],
    ['2025-01-07', false, 'Orthodox Christmas'],
    ['2025-06-06', false, 'Kurban-ait'],
    ['2026-03-25', false, 'Nauryz moved from a day off'],
    ['2026-08-31', true, '30 August is no longer a holiday'],
    ['2026-11-22', false, 'Sunday'],
    ['2026-11-23', true, 'Monday'],
    ['2027-03-15', false, 'Constitution Day on its new date'],
  ])('%s is worked: %s (%s)', (day, worked) => {
    expect(calendar.isWorkingDay(date(day))).toBe(worked)
  })

  test('gives the working hours of a working day, and none on a day off', () => {
    expect(calendar.hours(date('2026-11-23'))).toEqual([
      [540, 780],
      [870, 1110],
    ])
    expect(calendar.hours(date('2026-11-22'))).toEqual([])
  })

  test.each(['2024-12-31', '2028-01-01'])('does not guess about %s', day => {
    expect(() => calendar.isWorkingDay(date(day))).toThrow(CalendarUnknown)
    expect(() => calendar.hours(date(day))).toThrow(CalendarUnknown)
  })
})

describe('calendar data are refused', () => {
  const dayOff = { date: '2026-06-01', reason: 'a day', certainty: 'official', source: '2026' }
  test.each([
    ['on a date that does not exist', { daysOff: [{ ...dayOff, date: '2026-02-30' }] }, 'not a date'],
    ['with a source that nobody described', { daysOff: [{ ...dayOff, source: 'hearsay' }] }, 'not described'],
    ['with a weekend among days off', { daysOff: [{ ...dayOff, date: '2026-06-06' }] }, 'weekend'],
    ['with a weekday among worked days off', { workedDaysOff: [dayOff] }, 'weekday'],
    ['outside what they cover', { daysOff: [{ ...dayOff, date: '2028-06-01' }] }, 'outside'],
    ['with a date twice', { daysOff: [dayOff, dayOff] }, 'twice'],
    ['with hours out of order', { hours: { ...published.hours, working: [['14:30', '13:00']] } }, 'order'],
  ])('%s', (_, change, message) => {
    expect(() => kazakhstanCalendar({ ...published, ...change })).toThrow(message)
  })
})
