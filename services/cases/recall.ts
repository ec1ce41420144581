import { type Clock, type Instant, plus } from '../../flows/values/time.ts'
import type { LoadedSession, OpenCase } from './load.ts'
import type { Address } from './port.ts'

/** A chat as its last turn in this process left it. */
export interface Recalled {
  session: LoadedSession
  open: OpenCase | undefined
}

/**
 * The chats that spoke last, so that the next turn of a dialog need not read what it has just written. Only a guess: the
 * commit compares both revisions, and a guess that was overtaken is forgotten and read anew. Holds opened cases, so it is
 * small and short.
 */
export interface Recall {
  find(address: Address): Recalled | undefined
  keep(address: Address, recalled: Recalled): void
  forget(address: Address): void
}

const mostChats = 1000
const keptMs = 60_000

const nameOf = ({ channel, id }: Address) => `${channel}:${id}`

export function createRecall(clock: Clock): Recall {
  const chats = new Map<string, Recalled & { until: Instant }>()
  return {
    find(address) {
      const found = chats.get(nameOf(address))
      return found && found.until > clock.now() ? found : undefined
    },
    keep(address, recalled) {
      chats.delete(nameOf(address))
      chats.set(nameOf(address), { ...recalled, until: plus(clock.now(), keptMs) })
      const [oldest] = chats.keys()
      if (chats.size > mostChats && oldest !== undefined) chats.delete(oldest)
    },
    forget: address => void chats.delete(nameOf(address)),
  }
}
