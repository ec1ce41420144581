import type { Redis } from '../redis/port.ts'
import type { Wakeups } from './port.ts'

const channel = (bell: string) => `wakeup:${bell}`

/** A Redis that is down loses what is rung; those who listen are connected again by themselves when it is back. */
export function createRedisWakeups(redis: Redis): Wakeups & { close(): void } {
  const listener = redis.duplicate({ disableOfflineQueue: false }).on('error', () => undefined) // `redis` reports the same
  const connect = () => {
    if (!listener.isOpen) listener.connect().catch(() => undefined) // fails only when closed before it connected
  }
  return {
    async ring(bell) {
      await redis.publish(channel(bell), '').catch(() => undefined)
    },
    async on(bell, rung) {
      const heard = () => rung()
      connect()
      const subscribed = listener.subscribe(channel(bell), heard)
      if (redis.isReady) await subscribed
      else subscribed.catch(() => undefined) // waits in the queue until Redis is there
      return () => listener.unsubscribe(channel(bell), heard)
    },
    close: () => listener.isOpen && listener.destroy(),
  }
}
