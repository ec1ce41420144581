import { describe, expect, test } from 'vitest'
import { createMemoryWakeups } from '../../services/wakeups/memory.ts'
import type { Wakeups } from '../../services/wakeups/port.ts'
import { createDatabaseWakeups } from '../../services/wakeups/postgres.ts'
import { createRedisWakeups } from '../../services/wakeups/redis.ts'
import { engines } from '../support/database.ts'
import { findRedis } from '../support/redis.ts'
import { redisForSuite, revive } from '../support/redis-client.ts'

function wakes(create: () => Promise<Wakeups>) {
  test('wakes everyone who listens to the bell, and nobody else', async () => {
    const [here, there] = [await create(), await create()]
    const heard: string[] = []
    const stops = [
      await here.on('effects', () => heard.push('one')),
      await here.on('effects', () => heard.push('two')),
      await here.on('other', () => heard.push('other')),
    ]
    await here.ring('effects')
    await expect.poll(() => heard.toSorted()).toEqual(['one', 'two'])
    await Promise.all(stops.map(stop => stop()))
    await there.on('effects', () => heard.push('later'))
    await there.ring('effects')
    await expect.poll(() => heard.toSorted()).toEqual(['later', 'one', 'two'])
  })
}

describe('wake-ups in memory', () => wakes(async () => createMemoryWakeups()))

describe.each(engines)('wake-ups on $engine', ({ fresh, missing }) => {
  describe.skipIf(missing)(missing ?? 'by NOTIFY', () => wakes(async () => createDatabaseWakeups(await fresh())))
})

describe.skipIf(!findRedis())('wake-ups on Redis (needs redis-server)', () => {
  const suite = redisForSuite()
  wakes(async () => createRedisWakeups(suite.redis))

  test('go on after Redis was lost, and ringing meanwhile hurts nobody', async () => {
    const wakeups = createRedisWakeups(suite.redis)
    let heard = 0
    await wakeups.on('effects', () => heard++)
    await suite.server.kill()
    await wakeups.ring('effects')
    await revive(suite)
    await expect
      .poll(async () => {
        await wakeups.ring('effects')
        return heard
      })
      .toBeGreaterThan(0)
    wakeups.close()
  })
})
