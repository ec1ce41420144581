import type { Instant } from '../../flows/values/time.ts'
import type { CaseKey } from '../keys/port.ts'

/** An effect that this process may carry out until its lease runs out; `token` fences off whoever held it before. */
export interface Leased {
  id: number
  token: number
  queue: string
  kind: string
  application: string | null
  key: string
  payload: Uint8Array | null
  /** What the payload is sealed under, when the commit that made it has just leased it and still had the key in hand. */
  sealedUnder?: CaseKey
  /** Attempts, this one included. */
  tries: number
  /** How often it may have happened before without our knowing. */
  unknown: number
}

/** How an attempt ended. `unknown`: it may have happened; counted and done again. */
export type Ended =
  | { outcome: 'done' }
  | { outcome: 'again'; at: Instant; unknown?: boolean; error?: string }
  | { outcome: 'failed'; error: string }

/**
 * Carries out one kind of effect. May be called again for the same effect: idempotent, or says `unknown`.
 * A throw is a fault of ours: the runner tries again with growing pauses, at most ten minutes.
 */
export type Performer = (effect: Leased) => Promise<Ended>

/** The end of an effect as end_effects (services/database/migrations) takes it. */
export interface Unwritten {
  id: number
  token: number
  queue: string
  status: 'done' | 'failed' | 'pending'
  due: Instant | null
  unknown: 0 | 1
  error: string | null
}

export interface Effects {
  /** Carries out what a commit leased to this process. Does not wait for it. */
  take(leased: readonly Leased[]): void
  /** Ends in this queue that are not written yet, for a turn to write in its own statement; `giveBack` when it did not. */
  handOver(queue: string): readonly Unwritten[]
  giveBack(ended: readonly Unwritten[]): void
  /** Work may have come: look now instead of at the next poll. */
  wake(): void
  /** Begins to claim what is due. */
  start(): void
  /** Stops claiming, waits for what is under way. */
  stop(): Promise<void>
  /** Resolves when nothing is due at `now` and nothing is under way: for tests and the demonstration's clock. */
  settled(): Promise<void>
}

/** What the desk asks of it. */
export type DeskEffects = Pick<Effects, 'take' | 'wake' | 'handOver' | 'giveBack'>
