import type { Clock } from '../../flows/values/time.ts'
import { takeFrom, termsOf } from './bucket.ts'
import type { Throttle } from './port.ts'

/** Buckets that are full again are forgotten once there are this many. */
const mostKept = 10_000

/** For one process that may forget everything when it ends: tests. */
export function createMemoryThrottle(clock: Clock): Throttle {
  const buckets = new Map<string, number>()
  const forget = (now: number) => {
    if (buckets.size < mostKept) return
    for (const [bucket, fullAt] of buckets) if (fullAt <= now) buckets.delete(bucket)
  }
  return {
    async take(bucket, limit, cost = 1) {
      const now = Date.parse(clock.now()) * 1_000
      const { fullAt, ...answer } = takeFrom(buckets.get(bucket), now, termsOf(limit, cost))
      forget(now)
      buckets.set(bucket, fullAt)
      return answer
    },
  }
}
