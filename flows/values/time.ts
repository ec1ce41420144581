declare const brand: unique symbol

/** A moment, as ISO 8601 in UTC with milliseconds: it sorts as text and survives JSON. */
export type Instant = string & { readonly [brand]: 'Instant' }

/** A calendar date without a time zone, 'YYYY-MM-DD'. Never build one from a UTC instant: five hours a day it is another date in Almaty. */
export type PlainDate = string & { readonly [brand]: 'PlainDate' }

/** The one source of time. Flows and services never read the system clock themselves. */
export interface Clock {
  now(): Instant
}

const zoneMinutes = 5 * 60 // Asia/Almaty is UTC+5 for the whole country since 2024-03-01

export const instant = (value: Date | string | number): Instant => new Date(value).toISOString() as Instant
export const plus = (from: Instant, milliseconds: number): Instant => instant(Date.parse(from) + milliseconds)
export const minutes = (n: number) => n * 60_000
export const days = (n: number) => n * 86_400_000

const plainDatePattern = /^\d{4}-\d{2}-\d{2}$/

/** Undefined when the text is not an existing date. */
export function parsePlainDate(text: string): PlainDate | undefined {
  if (!plainDatePattern.test(text)) return undefined
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? (text as PlainDate) : undefined
}

/** The date on the wall in Almaty at that moment. */
export const dateInAlmaty = (at: Instant): PlainDate =>
  new Date(Date.parse(at) + zoneMinutes * 60_000).toISOString().slice(0, 10) as PlainDate

/** The moment at which the clock on the wall in Almaty shows that date and time. */
export const almatyTime = (date: PlainDate, hour = 0, minute = 0): Instant =>
  instant(Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute - zoneMinutes) * 60_000)

export const addDays = (date: PlainDate, n: number): PlainDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days(n)).toISOString().slice(0, 10) as PlainDate
