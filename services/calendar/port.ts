import type { PlainDate } from '../../flows/values/time.ts'

/** Working time of the Republic, from data with sources. */
export interface Calendar {
  /** Errors: `CalendarUnknown` for a year that the data do not cover: a due date is never guessed. */
  isWorkingDay(date: PlainDate): boolean
  /** Working hours in Almaty time, as minutes from midnight: [[540, 780], [870, 1110]]; none on a day off. Errors: `CalendarUnknown`. */
  hours(date: PlainDate): readonly (readonly [number, number])[]
}
export class CalendarUnknown extends Error {
  override readonly name = 'CalendarUnknown'
}
