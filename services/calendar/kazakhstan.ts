import type { PlainDate } from '../../flows/values/time.ts'
import { calendarData, isWeekend } from './data.ts'
import published from './kazakhstan.json' with { type: 'json' }
import { type Calendar, CalendarUnknown } from './port.ts'

/**
 * The working calendar of Kazakhstan, from `kazakhstan.json` or from other data of the same shape (a provider's own
 * hours, a year that the Ministry has published since).
 * Errors: a ZodError when the data do not hold together; `CalendarUnknown` for dates that they do not cover.
 */
export function kazakhstanCalendar(data: unknown = published): Calendar {
  const { covers, hours, daysOff, workedDaysOff } = calendarData.parse(data)
  const off = new Set(daysOff.map(day => day.date))
  const worked = new Set(workedDaysOff.map(day => day.date))

  function isWorkingDay(date: PlainDate): boolean {
    if (date < covers.from || date > covers.to)
      throw new CalendarUnknown(`The working calendar covers ${covers.from} to ${covers.to}, not ${date}`)
    return isWeekend(date) ? worked.has(date) : !off.has(date)
  }
  return { isWorkingDay, hours: date => (isWorkingDay(date) ? hours.working : []) }
}
