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
  /** Ends a lease; many ends of the same moment share one statement. Errors are the flush's. */
  finish(effect: Leased, ended: Ended): void
  /** Resolves when nothing waits to be written. */
  idle(): boolean
}

/** `next` is given what became first in its queue. A flush that fails is tried again by the lease running out. */
export function createFinisher(
  database: Database,
  clock: Clock,
  leaseSeconds: number,
  next: (leased: Leased[]) => void,
  failed: (fault: unknown) => void,
): Finisher {
  let waiting: Finished[] = []
  let flushing = false

  async function flush(): Promise<void> {
    const batch = waiting
    waiting = []
    try {
      const rows = await database.query<EffectRow>('select * from finish_effects($1::jsonb, $2, $3::interval)', [
        JSON.stringify(batch),
        clock.now(),
        `${leaseSeconds} seconds`,
      ])
      next(rows.map(leasedOf))
    } catch (fault) {
      failed(fault)
    }
  }

  async function drain(): Promise<void> {
    flushing = true
    while (waiting.length > 0) await flush()
    flushing = false
  }

  return {
    finish(effect, ended) {
      waiting.push(finishedOf(effect, ended))
      if (!flushing) setImmediate(() => void (flushing ? undefined : drain()))
    },
    idle: () => waiting.length === 0 && !flushing,
  }
}
