import { afterAll, beforeAll, expect } from 'vitest'
import { closeRedis, openRedis } from '../../services/redis/open.ts'
import type { Redis } from '../../services/redis/port.ts'
import { type RedisServer, startRedis } from './redis.ts'

export interface RedisInTests {
  server: RedisServer
  redis: Redis
}

/** A server and a connection for the suite around it, filled before its first test. */
export function redisForSuite(): RedisInTests {
  const both = {} as RedisInTests
  beforeAll(async () => {
    both.server = await startRedis()
    both.redis = await openRedis(both.server.url)
  })
  afterAll(async () => {
    closeRedis(both.redis)
    await both.server.stop()
  })
  return both
}

/** Brings Redis back after `kill` and waits until the connection is there again. */
export async function revive({ server, redis }: RedisInTests): Promise<void> {
  await server.restart()
  await expect.poll(() => redis.isReady, { timeout: 10_000 }).toBe(true)
}
