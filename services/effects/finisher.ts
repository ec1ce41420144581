import type { Clock, Instant } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Ended, Leased } from './port.ts'
import { type EffectRow, leasedOf } from './row.ts'

interface Finished {
  id: number
  token: number
  status: 'done' | 'failed' | 'pending'
  due: Instant | null
  unknown: 0 | 1
  error: string | null
}

function finishedOf({ id, token }: Leased, ended: Ended): Finished {
  const base = { id, token, due: null, unknown: 0, error: null } as const
  if (ended.outcome === 'done') return { ...base, status: 'done' }
  if (ended.outcome === 'failed') return { ...base, status: 'failed', error: ended.error }
  return { ...base, status: 'pending', due: ended.at, unknown: ended.unknown ? 1 : 0, error: ended.error ?? null }
}

export interface Finisher {
  /** Ends a lease; many ends of the same moment share one statement. */
  finish(effect: Leased, ended: Ended): void
  /** True when nothing waits to be written. */
  idle(): boolean
}

export interface Outcomes {
  /** What became first in its queue and is leased to us. */
  next(leased: Leased[]): void
  written(): void
  failed(fault: unknown): void
}

/** Ends that could not be written are ended by their leases running out. */
export function createFinisher(database: Database, clock: Clock, lease: string, outcomes: Outcomes): Finisher {
  let waiting: Finished[] = []
  let draining = false

  async function flush(): Promise<void> {
    const batch = waiting
    waiting = []
    const rows = await database.query<EffectRow>('select * from finish_effects($1::jsonb, $2, $3::interval)', [
      JSON.stringify(batch),
      clock.now(),
      lease,
    ])
    outcomes.next(rows.map(leasedOf))
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) await flush().catch(outcomes.failed)
    draining = false
    outcomes.written()
  }

  return {
    finish(effect, ended) {
      waiting.push(finishedOf(effect, ended))
      if (draining) return
      draining = true
      setImmediate(() => void drain())
    },
    idle: () => !draining,
  }
}
