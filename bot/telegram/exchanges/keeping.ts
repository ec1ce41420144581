import type { VersionedState } from '@grammyjs/conversations'
import { z } from 'zod'
import type { ExchangeStore } from '../../../services/exchanges/port.ts'

const secondsToLive = 60 * 60

/** An exchange as it lies in the store: where the case stood when it began, and what the plugin wrote. */
const keptShape = z.object({ place: z.string(), state: z.unknown() })
export type Kept = z.infer<typeof keptShape>

export async function findKept(store: ExchangeStore, key: string): Promise<Kept | undefined> {
  const text = await store.read(key)
  return text === undefined ? undefined : keptShape.parse(JSON.parse(text))
}

/** The plugin's storage for one update: it reads what was kept, and what it writes waits for the commit. */
export interface Keeping {
  adapter: {
    read: () => VersionedState<never> | undefined
    write: (key: string, state: VersionedState<never>) => void
    delete: () => void
  }
  /** Before the commit: an answer may come twice, a page is never forgotten. */
  writes: () => Promise<void>
  /** After the commit: until then a delivery that comes again finds the exchange as it was. */
  deletes: () => Promise<void>
}

export function keepExchange(store: ExchangeStore, key: string, place: string, kept: Kept | undefined): Keeping {
  let after: { written?: unknown; deleted: boolean } = { deleted: false }
  return {
    adapter: {
      read: () => kept?.state as VersionedState<never> | undefined,
      write: (_, state) => {
        after = { written: state, deleted: false }
      },
      delete: () => {
        after = { deleted: true }
      },
    },
    writes: async () => {
      if (after.written === undefined) return
      await store.write(key, JSON.stringify({ place, state: after.written }), secondsToLive)
    },
    deletes: async () => {
      if (after.deleted) await store.delete(key)
    },
  }
}
