import type { Limit } from './port.ts'

/**
 * A token bucket as one moment, when it will be full again (GCRA, ITU-T I.371): whole microseconds, so that the wait which is
 * told is exactly the wait. Here what both stores compute.
 */
export interface Terms {
  /** What this taking moves the moment by. */
  costMicros: number
  /** How far the moment may lie ahead: an empty bucket. */
  emptyMicros: number
}

/** Errors: `RangeError` for what no bucket of this size can ever give. */
export function termsOf({ burst, perSecond }: Limit, cost: number): Terms {
  if (!(perSecond > 0 && cost > 0 && cost <= burst))
    throw new RangeError('a bucket gives between nothing and its burst')
  const oneMicros = Math.round(1_000_000 / perSecond)
  return { costMicros: cost * oneMicros, emptyMicros: burst * oneMicros }
}

export const millisecondsAbove = (micros: number) => Math.ceil(micros / 1_000)

/** Where the bucket stands: never in the past, and never emptier than empty, as a clock that was set back would have it. */
const standing = (fullAt: number | undefined, now: number, { emptyMicros }: Terms) =>
  Math.min(Math.max(fullAt ?? now, now), now + emptyMicros)

export type Taking = { fullAt: number } & ({ ok: true } | { ok: false; retryAfterMs: number })

/** `fullAt` and `now` in microseconds. */
export function takeFrom(fullAt: number | undefined, now: number, terms: Terms): Taking {
  const stands = standing(fullAt, now, terms)
  const missing = stands + terms.costMicros - now - terms.emptyMicros
  if (missing > 0) return { ok: false, fullAt: stands, retryAfterMs: millisecondsAbove(missing) }
  return { ok: true, fullAt: stands + terms.costMicros }
}
