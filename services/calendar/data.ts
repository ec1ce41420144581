import { z } from 'zod'
import { type PlainDate, parsePlainDate } from '../../flows/values/time.ts'

const plainDate = z.string().transform((text, context): PlainDate => {
  const date = parsePlainDate(text)
  if (date !== undefined) return date
  context.addIssue({ code: 'custom', message: `${text} is not a date` })
  return z.NEVER
})

const minutesFromMidnight = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .transform(time => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))

/** official: published by the state; computed: by the rules of the law; assumed: replace it before real use. */
const certainty = z.enum(['official', 'computed', 'assumed'])
const provenance = { certainty, source: z.string() }
const day = z.strictObject({ date: plainDate, reason: z.string(), ...provenance })

export const isWeekend = (date: PlainDate): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())

/** A working calendar as staff keep it: what differs from Monday to Friday, each entry with its source. */
export const calendarData = z
  .strictObject({
    covers: z.strictObject({ from: plainDate, to: plainDate }),
    sources: z.record(z.string(), z.string()),
    hours: z.strictObject({
      working: z.array(z.tuple([minutesFromMidnight, minutesFromMidnight])).min(1),
      ...provenance,
    }),
    /** Weekdays on which nobody works. */
    daysOff: z.array(day),
    /** Saturdays and Sundays on which everybody does. */
    workedDaysOff: z.array(day),
  })
  .superRefine((data, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message })
    for (const { source } of [data.hours, ...data.daysOff, ...data.workedDaysOff])
      if (!(source in data.sources)) complain(`the source ${source} is not described`)
    for (const { date } of data.daysOff) if (isWeekend(date)) complain(`${date} is a weekend: it is off anyway`)
    for (const { date } of data.workedDaysOff)
      if (!isWeekend(date)) complain(`${date} is a weekday: it is worked anyway`)
    const dates = [...data.daysOff, ...data.workedDaysOff].map(({ date }) => date)
    for (const date of dates)
      if (date < data.covers.from || date > data.covers.to) complain(`${date} is outside what the data cover`)
    if (new Set(dates).size < dates.length) complain('a date stands twice')
    const turns = data.hours.working.flat()
    if (turns.some((turn, i) => i > 0 && turn <= (turns[i - 1] ?? 0))) complain('working hours are not in order')
  })
