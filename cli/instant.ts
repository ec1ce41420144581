import { z } from 'zod'
import { type Instant, instant } from '../flows/values/time.ts'
import { BadUsage } from './command.ts'

const withZone = z.iso.datetime({ offset: true })

/** ISO 8601 with its zone: without one nobody could say which moment is meant. Errors: `BadUsage`. */
export function readInstant(option: string, text: string): Instant {
  if (!withZone.safeParse(text).success)
    throw new BadUsage(`${option} takes a moment such as 2026-11-23T10:00:00+05:00`)
  return instant(text)
}
