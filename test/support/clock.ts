import { type Clock, type Instant, instant, plus } from '../../flows/values/time.ts'

/** A clock that moves only when told. */
export function clockAt(start: string): Clock & { pass(milliseconds: number): void } {
  let now: Instant = instant(start)
  return {
    now: () => now,
    pass: milliseconds => {
      now = plus(now, milliseconds)
    },
  }
}
