import type { Clock, Instant } from '../../flows/values/time.ts'

export interface CabinetMessage {
  /** Opaque; also the address of the file. */
  id: string
  at: Instant
  iin: string
  titleKk: string
  titleRu: string
  file?: { name: string; bytes: Uint8Array; signature: Uint8Array }
}

/** What the state has sent to people. Nothing sends an SMS to the stand-ins yet. */
export interface Outgoing {
  /** Idempotent by key. */
  deliver(key: string, message: Omit<CabinetMessage, 'id' | 'at'>): void
  cabinet(): readonly CabinetMessage[]
}

export function createOutgoing(clock: Clock): Outgoing {
  const messages = new Map<string, CabinetMessage>()
  return {
    deliver: (key, message) => {
      if (messages.has(key)) return
      messages.set(key, { id: String(messages.size + 1), at: clock.now(), ...message })
    },
    cabinet: () => [...messages.values()],
  }
}
