import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../../services/database/port.ts'
import { createMemoryThrottle } from '../../services/throttles/memory.ts'
import type { Limit, Throttle } from '../../services/throttles/port.ts'
import { createThrottle } from '../../services/throttles/throttle.ts'
import { clockAt } from '../support/clock.ts'
import { engines, freshDatabase } from '../support/database.ts'
import { findRedis } from '../support/redis.ts'
import { redisForSuite, revive } from '../support/redis-client.ts'

const limit: Limit = { burst: 5, perSecond: 1 }
const start = '2026-03-02T09:00:00Z'
let clock = clockAt(start)
let bucket = ''
beforeEach(() => {
  clock = clockAt(start)
  bucket = randomUUID()
})

async function allowed(throttle: Throttle, tries: number, by = limit): Promise<number> {
  const takings = await Promise.all(Array.from({ length: tries }, () => throttle.take(bucket, by)))
  return takings.filter(({ ok }) => ok).length
}

function holdsLimits(create: (clock: Clock) => Promise<Throttle>) {
  test('gives a burst at once and then so many a second', async () => {
    const throttle = await create(clock)
    expect(await allowed(throttle, 8)).toBe(5)
    clock.pass(999)
    expect(await allowed(throttle, 2)).toBe(0)
    clock.pass(1)
    expect(await allowed(throttle, 2)).toBe(1)
    clock.pass(60_000)
    expect(await allowed(throttle, 8)).toBe(5)
  })

  test('says exactly when to come back', async () => {
    const throttle = await create(clock)
    const slow: Limit = { burst: 3, perSecond: 1 / 7 }
    expect(await allowed(throttle, 3, slow)).toBe(3)
    clock.pass(1_000)
    const refused = await throttle.take(bucket, slow)
    expect(refused).toEqual({ ok: false, retryAfterMs: 6_000 })
    clock.pass(5_999)
    expect(await throttle.take(bucket, slow)).toEqual({ ok: false, retryAfterMs: 1 })
    clock.pass(1)
    expect(await throttle.take(bucket, slow)).toEqual({ ok: true })
  })

  test('takes nothing when it refuses', async () => {
    const throttle = await create(clock)
    expect(await throttle.take(bucket, limit, 3)).toEqual({ ok: true })
    expect(await throttle.take(bucket, limit, 3)).toEqual({ ok: false, retryAfterMs: 1_000 })
    expect(await throttle.take(bucket, limit, 2)).toEqual({ ok: true })
  })

  test('keeps buckets apart', async () => {
    const throttle = await create(clock)
    await allowed(throttle, 5)
    expect(await throttle.take(randomUUID(), limit)).toEqual({ ok: true })
  })

  test('does not lock anyone out when the clock is set back', async () => {
    const throttle = await create(clock)
    await allowed(throttle, 5)
    clock.pass(-365 * 86_400_000)
    await allowed(throttle, 1)
    clock.pass(1_000)
    expect(await allowed(throttle, 2)).toBe(1)
  })

  test('refuses what no bucket can give', async () => {
    const throttle = await create(clock)
    await expect(throttle.take(bucket, limit, 6)).rejects.toThrow(RangeError)
    await expect(throttle.take(bucket, { burst: 1, perSecond: 0 })).rejects.toThrow(RangeError)
  })

  test('never gives more than burst and rate allow, however it is asked', async () => {
    const throttle = await create(clock)
    const asks = fc.array(fc.record({ pass: fc.nat(3_000), cost: fc.integer({ min: 1, max: 5 }) }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(asks, async sequence => {
        const own = randomUUID()
        let [passed, taken] = [0, 0]
        for (const { pass, cost } of sequence) {
          clock.pass(pass)
          passed += pass
          if ((await throttle.take(own, limit, cost)).ok) taken += cost
          expect(taken).toBeLessThanOrEqual(limit.burst + passed / 1_000)
        }
      }),
      { numRuns: 20 },
    )
  })
}

describe('a throttle in memory', () => {
  holdsLimits(async clock => createMemoryThrottle(clock))
})

describe.each(engines)('a throttle on $engine', ({ fresh, missing }) => {
  describe.skipIf(missing)(missing ?? 'without Redis', () => {
    holdsLimits(async clock => createThrottle({ database: await fresh(), clock }))

    test('is one for all processes', async () => {
      const database = await fresh()
      const processes = Array.from({ length: 4 }, () => createThrottle({ database, clock }))
      const given = await Promise.all(processes.map(throttle => allowed(throttle, 3)))
      expect(given.reduce((sum, each) => sum + each)).toBe(5)
    })

    test('forgets buckets that are full again', async () => {
      const database = await fresh()
      const throttle = createThrottle({ database, clock })
      await throttle.take(bucket, limit)
      clock.pass(2_000)
      for (let taking = 1; taking < 1_000; taking++) await throttle.take('same', limit)
      expect(await database.query('select bucket from throttle order by bucket')).toEqual([{ bucket: 'same' }])
    })
  })
})

describe.skipIf(!findRedis())('a throttle with Redis (needs redis-server)', () => {
  const suite = redisForSuite()
  const create = (database: Database) => createThrottle({ database, redis: suite.redis, clock })
  holdsLimits(async () => create(await freshDatabase()))

  test('refuses a flood without asking the database', async () => {
    const database = await freshDatabase()
    const throttle = create(database)
    expect(await allowed(throttle, 6)).toBe(5)
    await database.query('delete from throttle') // were it asked, it would allow five more
    expect(await allowed(throttle, 100)).toBe(0)
  })

  test('holds the limit when Redis is killed, while it is down, and when it comes back empty', async () => {
    const throttle = create(await freshDatabase())
    expect(await allowed(throttle, 4)).toBe(4)
    await suite.server.kill()
    expect(await allowed(throttle, 10)).toBe(1)
    await revive(suite)
    expect(await allowed(throttle, 10)).toBe(0)
    clock.pass(1_000)
    expect(await allowed(throttle, 10)).toBe(1)
  })

  test('does not wait for a Redis that does not answer', async () => {
    const throttle = create(await freshDatabase())
    process.kill(suite.server.pid(), 'SIGSTOP')
    try {
      expect(await allowed(throttle, 6)).toBe(5)
    } finally {
      process.kill(suite.server.pid(), 'SIGCONT')
    }
  })
})
