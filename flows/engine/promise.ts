import { addDays, almatyTime, dateInAlmaty, type Instant, minutes, type PlainDate, plus } from '../values/time.ts'
import type { Span } from '../vocabulary.ts'

/** What is known of the Republic's working time. Both throw for dates that nobody has data for: nothing is guessed. */
export interface WorkingTime {
  isWorkingDay(date: PlainDate): boolean
  /** Periods of that day as minutes from midnight in Almaty, in order; empty on a day off. */
  hours(date: PlainDate): readonly (readonly [number, number])[]
}

export interface Due {
  /** The last moment in time: exact for minutes and hours, the end of the working day for days. */
  at: Instant
  /** The date of that moment in Almaty. */
  date: PlainDate
  /** The term ends on a day off: the working day on which the result can be handed out. */
  handOut?: PlainDate
  /** The term ends on a day off: the end of the last working day before it, if one is left (D-09). */
  aim?: Instant
}

/**
 * When a promise made at `from` falls due. Pure.
 *
 * Days: the day of receipt is day 0, whether it was worked or not and at whatever hour (S1:36); the first counted day is
 * the next working day (the next day, for calendar days). Portal practice that moves an evening's application to
 * the next working day is not followed: it would promise a day more than the regulation does.
 * Minutes run around the clock; working hours only while the provider works (D-17).
 * Errors: those of `calendar`.
 */
export function dueAt(span: Span, from: Instant, calendar: WorkingTime): Due {
  if ('minutes' in span) return exactly(plus(from, minutes(span.minutes)))
  if ('workingHours' in span) return exactly(afterWorkingMinutes(span.workingHours * 60, from, calendar))
  const received = dateInAlmaty(from)
  if ('workingDays' in span) return onWorkingDay(afterWorkingDays(span.workingDays, received, calendar), calendar)
  return onCalendarDay(addDays(received, span.calendarDays), from, calendar)
}

const exactly = (at: Instant): Due => ({ at, date: dateInAlmaty(at) })
const onWorkingDay = (date: PlainDate, calendar: WorkingTime): Due => ({ at: endOfWork(date, calendar), date })

function onCalendarDay(date: PlainDate, from: Instant, calendar: WorkingTime): Due {
  if (calendar.isWorkingDay(date)) return onWorkingDay(date, calendar)
  const aim = lastEndOfWork(date, from, calendar)
  return { at: endOfDate(date), date, handOut: nextWorkingDay(date, calendar), ...(aim !== undefined && { aim }) }
}

function nextWorkingDay(date: PlainDate, calendar: WorkingTime): PlainDate {
  let day = addDays(date, 1)
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1)
  return day
}

/** The end of the last working day before `date`, unless it lies before the promise itself. */
function lastEndOfWork(date: PlainDate, from: Instant, calendar: WorkingTime): Instant | undefined {
  for (let day = addDays(date, -1); day >= dateInAlmaty(from); day = addDays(day, -1)) {
    const end = calendar.isWorkingDay(day) ? endOfWork(day, calendar) : undefined
    if (end !== undefined) return end > from ? end : undefined
  }
  return undefined
}

function afterWorkingDays(count: number, received: PlainDate, calendar: WorkingTime): PlainDate {
  let day = received
  for (let counted = 0; counted < count; counted += 1) day = nextWorkingDay(day, calendar)
  return day
}

function afterWorkingMinutes(count: number, from: Instant, calendar: WorkingTime): Instant {
  let left = minutes(count)
  for (let day = dateInAlmaty(from); ; day = addDays(day, 1)) {
    for (const [opens, closes] of calendar.hours(day)) {
      const start = Math.max(Date.parse(from), Date.parse(almatyTime(day, 0, opens)))
      const open = Math.max(0, Date.parse(almatyTime(day, 0, closes)) - start)
      if (left <= open) return plus(from, start + left - Date.parse(from))
      left -= open
    }
  }
}

function endOfWork(date: PlainDate, calendar: WorkingTime): Instant {
  const closes = calendar.hours(date).at(-1)?.[1]
  return closes === undefined ? endOfDate(date) : almatyTime(date, 0, closes)
}

/** A day off has no end of work: its last millisecond, so that the moment still shows that date. */
const endOfDate = (date: PlainDate): Instant => plus(almatyTime(date, 24), -1)
