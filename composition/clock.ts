import { type Clock, type Instant, instant, plus } from '../flows/values/time.ts'

/** The clock of the machine: the only one that production has. */
export const systemClock: Clock = { now: () => instant(Date.now()) }

/** A clock that can be set and then runs on: the demonstration's. */
export interface SettableClock extends Clock {
  set(to: Instant): void
}

export function settableClock(start?: Instant): SettableClock {
  let ahead = start === undefined ? 0 : Date.parse(start) - Date.now()
  return {
    now: () => plus(systemClock.now(), ahead),
    set: to => {
      ahead = Date.parse(to) - Date.now()
    },
  }
}
