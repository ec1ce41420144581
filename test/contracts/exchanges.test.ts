import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createMemoryExchanges } from '../../services/exchanges/memory.ts'
import type { ExchangeStore } from '../../services/exchanges/port.ts'
import { createRedisExchanges } from '../../services/exchanges/redis.ts'
import { createKeys } from '../../services/keys/keys.ts'
import { KeyError } from '../../services/keys/port.ts'
import { clockAt } from '../support/clock.ts'
import { findRedis } from '../support/redis.ts'
import { redisForSuite } from '../support/redis-client.ts'

const hour = 3_600

function keeps(create: () => ExchangeStore, pass: (seconds: number) => void) {
  test('gives back what was written last, until it is deleted', async () => {
    const store = create()
    expect(await store.read('chat 1')).toBeUndefined()
    await store.write('chat 1', 'first', hour)
    await store.write('chat 1', 'Әлия, 2-бет', hour)
    await store.write('chat 2', 'other', hour)
    expect(await store.read('chat 1')).toBe('Әлия, 2-бет')
    await store.delete('chat 1')
    await store.delete('chat 1')
    expect([await store.read('chat 1'), await store.read('chat 2')]).toEqual([undefined, 'other'])
  })

  test('forgets after its time', async () => {
    const store = create()
    await store.write('chat 1', 'soon gone', 1)
    await store.write('chat 2', 'stays', hour)
    pass(1)
    await expect.poll(() => store.read('chat 1'), { timeout: 3_000 }).toBeUndefined()
    expect(await store.read('chat 2')).toBe('stays')
  })
}

describe('exchanges in memory', () => {
  const clock = clockAt('2026-03-02T09:00:00Z')
  keeps(
    () => createMemoryExchanges(clock),
    seconds => clock.pass(seconds * 1_000),
  )
})

describe.skipIf(!findRedis())('exchanges on Redis (needs redis-server)', () => {
  const suite = redisForSuite()
  const keys = createKeys(randomBytes(32))
  const create = () => createRedisExchanges(suite.redis, keys.own('exchanges'))
  keeps(create, () => undefined) // Redis has a clock of its own

  test('show nobody who reads Redis what people wrote', async () => {
    await create().write('chat 3', 'planted-canary', hour)
    const kept = (await suite.redis.get('exchange:chat 3')) ?? ''
    expect(kept.length).toBeGreaterThan(0)
    expect(Buffer.from(kept, 'base64').toString('latin1')).not.toContain('planted-canary')
  })

  test('refuse a value that was moved to another chat', async () => {
    const store = create()
    await store.write('chat 4', 'mine', hour)
    await suite.redis.copy('exchange:chat 4', 'exchange:chat 5')
    await expect(store.read('chat 5')).rejects.toThrow(KeyError)
  })
})
