import { once } from 'node:events'
import { createClient } from 'redis'
import type { Redis } from './port.ts'

const firstWaitMs = 1_000
const pauseMs = { step: 100, most: 3_000 }

/**
 * Connects, and keeps connecting for as long as it takes. Nothing waits for Redis: after a second this resolves to a connection
 * that is still down, whose commands fail at once. Says through `log` when it is lost and when it is back.
 */
export async function openRedis(url: string, log?: (message: string) => void): Promise<Redis> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 2_000, reconnectStrategy: retries => Math.min(retries * pauseMs.step, pauseMs.most) },
  })
  let isDown = false
  client.on('error', () => {
    if (!isDown) log?.('Redis is not reachable; going on without it')
    isDown = true
  })
  client.on('ready', () => {
    if (isDown) log?.('Redis is back')
    isDown = false
  })
  const ready = once(client, 'ready', { signal: AbortSignal.timeout(firstWaitMs) }).catch(() => undefined)
  client.connect().catch(() => undefined) // fails only when closed before it connected; 'error' reports the rest
  await ready
  return client
}

/** Idempotent. */
export function closeRedis(redis: Redis): void {
  if (redis.isOpen) redis.destroy()
}
