import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kazakhstanCalendar } from '../../services/calendar/kazakhstan.ts'
import { CalendarUnknown } from '../../services/calendar/port.ts'
import {
  addDays,
  almatyTime,
  dateInAlmaty,
  type Instant,
  instant,
  minutes,
  type PlainDate,
  parsePlainDate,
  plus,
} from '../values/time.ts'
import { type Due, dueAt } from './promise.ts'

const calendar = kazakhstanCalendar()
const workingDays = (n: number) => ({ workingDays: n, countFrom: 'next-day' as const })
const calendarDays = (n: number) => ({ calendarDays: n, countFrom: 'next-day' as const })

/** '2026-11-20 10:00' on the wall in Almaty. */
function almaty(text: string): Instant {
  const date = parsePlainDate(text.slice(0, 10))
  if (date === undefined) throw new Error(`${text} is not a moment`)
  return almatyTime(date, Number(text.slice(11, 13)), Number(text.slice(14, 16)))
}

describe('three working days', () => {
  test.each([
    ['on Friday, to the end of Wednesday', '2026-11-20 10:00', '2026-11-25 18:30'],
    ['on Friday after work, the same: the day of receipt is day 0', '2026-11-20 23:59', '2026-11-25 18:30'],
    ['on Saturday, to Wednesday: Monday is the first day', '2026-11-21 12:00', '2026-11-25 18:30'],
    ['on Monday just after midnight in Almaty (Sunday in UTC)', '2026-11-23 00:10', '2026-11-26 18:30'],
    ['over Nauryz', '2026-03-20 10:00', '2026-03-30 18:30'],
    ['into a worked Sunday', '2025-01-03 10:00', '2025-01-08 18:30'],
    ['over 31 August 2026, which is worked', '2026-08-28 10:00', '2026-09-02 18:30'],
  ])('received %s', (_, from, due) => {
    expect(dueAt(workingDays(3), almaty(from), calendar)).toEqual({ at: almaty(due), date: due.slice(0, 10) })
  })

  test('are never guessed beyond what the calendar covers', () => {
    expect(() => dueAt(workingDays(3), almaty('2027-12-30 10:00'), calendar)).toThrow(CalendarUnknown)
  })
})

describe('fifteen calendar days', () => {
  test('end with the work of day 15 when it is worked', () => {
    expect(dueAt(calendarDays(15), almaty('2026-11-09 10:00'), calendar)).toEqual({
      at: almaty('2026-11-24 18:30'),
      date: '2026-11-24',
    })
  })

  test('stay on day 15 when it is off, with the working day before to aim at and the one after to hand out', () => {
    expect(dueAt(calendarDays(15), almaty('2026-11-06 10:00'), calendar)).toEqual({
      at: plus(almaty('2026-11-22 00:00'), -1),
      date: '2026-11-21',
      aim: almaty('2026-11-20 18:30'),
      handOut: '2026-11-23',
    })
  })

  test('name no aim that has passed already', () => {
    expect(dueAt(calendarDays(1), almaty('2026-11-20 19:00'), calendar)).not.toHaveProperty('aim')
  })
})

describe('minutes and working hours', () => {
  test('minutes run through the night', () => {
    expect(dueAt({ minutes: 5 }, almaty('2026-11-21 23:58'), calendar)).toEqual({
      at: almaty('2026-11-22 00:03'),
      date: '2026-11-22',
    })
  })

  test.each([
    ['within the morning', '2026-11-23 09:30', 3, '2026-11-23 12:30'],
    ['to the very end of the morning', '2026-11-23 10:00', 3, '2026-11-23 13:00'],
    ['over the break', '2026-11-23 12:00', 3, '2026-11-23 16:30'],
    ['from the break', '2026-11-23 13:30', 1, '2026-11-23 15:30'],
    ['over the weekend', '2026-11-20 17:30', 3, '2026-11-23 11:00'],
    ['from a Sunday', '2026-11-22 11:00', 1, '2026-11-23 10:00'],
  ])('working hours %s', (_, from, hours, due) => {
    expect(dueAt({ workingHours: hours }, almaty(from), calendar)).toEqual({ at: almaty(due), date: due.slice(0, 10) })
  })
})

describe('on any moment of 2025–2027', () => {
  /** Minute by minute and day by day, as one would count on the fingers. */
  const oracle = {
    workingDays(n: number, from: Instant): PlainDate {
      const counted: PlainDate[] = []
      for (let day = addDays(dateInAlmaty(from), 1); counted.length < n; day = addDays(day, 1))
        if (calendar.isWorkingDay(day)) counted.push(day)
      return counted.at(-1) ?? dateInAlmaty(from)
    },
    workingMinutes(n: number, from: Instant): Instant {
      let at = from
      for (let left = n; left > 0; at = plus(at, minutes(1))) if (isWorked(at)) left -= 1
      return at
    },
  }
  function isWorked(at: Instant): boolean {
    const date = dateInAlmaty(at)
    const minute = (Date.parse(at) - Date.parse(almatyTime(date))) / 60_000
    return calendar.hours(date).some(([opens, closes]) => opens <= minute && minute < closes)
  }
  const first = Date.parse(almaty('2025-01-01 00:00'))
  const wholeMinutes = (3 * 365 - 90) * 24 * 60
  const moment = fc.nat({ max: wholeMinutes }).map(n => instant(first + minutes(n)))

  /** A property holds when its expectation does not throw; fast-check would read a returned value as a verdict. */
  const holds = (expectation: (n: number, from: Instant) => void) => (n: number, from: Instant) => {
    expectation(n, from)
  }

  test('working days are those that a finger counts', () => {
    const sameDate = (n: number, from: Instant) =>
      expect(dueAt(workingDays(n), from, calendar).date).toBe(oracle.workingDays(n, from))
    fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), moment, holds(sameDate)))
  })

  test('working hours are those that a finger counts', () => {
    const sameMoment = (n: number, from: Instant) =>
      expect(dueAt({ workingHours: n }, from, calendar).at).toBe(oracle.workingMinutes(n * 60, from))
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), moment, holds(sameMoment)), { numRuns: 40 })
  })

  test('calendar days end n dates later', () => {
    const sameDate = (n: number, from: Instant) =>
      expect(dueAt(calendarDays(n), from, calendar).date).toBe(addDays(dateInAlmaty(from), n))
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), moment, holds(sameDate)))
  })

  test('between the aim and the hand-out nobody works', () => {
    const worked = (due: Due) => {
      const [aim, handOut] = [due.aim ? dateInAlmaty(due.aim) : due.date, due.handOut ?? due.date]
      const days: PlainDate[] = []
      for (let day = aim; day <= handOut; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) days.push(day)
      return { days, ends: [...new Set([aim, handOut])] }
    }
    const onlyTheEnds = (n: number, from: Instant) => {
      const { days, ends } = worked(dueAt(calendarDays(n), from, calendar))
      expect(days).toEqual(ends)
    }
    fc.assert(fc.property(fc.integer({ min: 15, max: 60 }), moment, holds(onlyTheEnds)))
  })

  test('no promise made later falls due earlier', () => {
    const inOrder = (n: number, one: Instant, other: Instant) => {
      const [early, late] = one < other ? [one, other] : [other, one]
      for (const span of [{ minutes: n }, { workingHours: n }, workingDays(n), calendarDays(n)])
        expect(dueAt(span, early, calendar).at <= dueAt(span, late, calendar).at).toBe(true)
    }
    fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), moment, moment, inOrder))
  })
})
