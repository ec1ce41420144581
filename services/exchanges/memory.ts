import { type Clock, type Instant, plus } from '../../flows/values/time.ts'
import type { ExchangeStore } from './port.ts'

/** For one process. Keeps what has expired until it is read or written again. */
export function createMemoryExchanges(clock: Clock): ExchangeStore {
  const kept = new Map<string, { value: string; until: Instant }>()
  return {
    async read(key) {
      const found = kept.get(key)
      if (found !== undefined && found.until > clock.now()) return found.value
      kept.delete(key)
      return undefined
    },
    write: async (key, value, secondsToLive) =>
      void kept.set(key, { value, until: plus(clock.now(), secondsToLive * 1_000) }),
    delete: async key => void kept.delete(key),
  }
}
