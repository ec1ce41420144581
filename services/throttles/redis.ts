import type { Clock } from '../../flows/values/time.ts'
import type { Redis } from '../redis/port.ts'
import { millisecondsAbove, termsOf } from './bucket.ts'
import type { Throttle } from './port.ts'

/** A Redis that does not answer in this time is as good as none. */
const mostMs = 100

/** Undefined when Redis is down or slow: the caller asks the truth instead. */
async function ifAnswered<T>(command: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, mostMs, undefined)
  try {
    return await Promise.race([command.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Remembers refusals: until the moment that `truth` named, the same is refused without asking it again, so that a flood costs
 * the database nothing. Takings always go to `truth`; therefore Redis may lose everything at any time and no limit with it.
 */
export function rememberRefusals(truth: Throttle, redis: Redis, clock: Clock): Throttle {
  return {
    async take(bucket, limit, cost = 1) {
      const key = `throttle:${bucket}:${limit.burst}:${limit.perSecond}:${cost}`
      const now = Date.parse(clock.now())
      const notBefore = Number((await ifAnswered(redis.get(key))) ?? 0)
      const wait = notBefore - now // longer than one taking's time: the clock was set back meanwhile
      if (wait > 0 && wait <= millisecondsAbove(termsOf(limit, cost).costMicros))
        return { ok: false, retryAfterMs: wait }
      const taking = await truth.take(bucket, limit, cost)
      if (!taking.ok) await ifAnswered(redis.set(key, now + taking.retryAfterMs, { PX: taking.retryAfterMs }))
      return taking
    },
  }
}
