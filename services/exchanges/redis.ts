import type { CaseKey } from '../keys/port.ts'
import type { Redis } from '../redis/port.ts'
import type { ExchangeStore } from './port.ts'

const name = (key: string) => `exchange:${key}`

/**
 * Values are sealed under `seal`, each for its key, because people's answers are in them; keys hold no personal data.
 * Errors: the client's, when Redis is down; `KeyError` for a value that is not ours.
 */
export function createRedisExchanges(redis: Redis, seal: CaseKey): ExchangeStore {
  return {
    async read(key) {
      const sealed = await redis.get(name(key))
      return sealed === null ? undefined : Buffer.from(seal.open(Buffer.from(sealed, 'base64'), name(key))).toString()
    },
    async write(key, value, secondsToLive) {
      const sealed = Buffer.from(seal.seal(Buffer.from(value), name(key))).toString('base64')
      await redis.set(name(key), sealed, { EX: secondsToLive })
    },
    delete: async key => void (await redis.del(name(key))),
  }
}
