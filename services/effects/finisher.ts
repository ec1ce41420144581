import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Ended, Leased, Unwritten } from './port.ts'
import { type EffectRow, leasedOf } from './row.ts'

function finishedOf({ id, token, queue }: Leased, ended: Ended): Unwritten {
  const base = { id, token, queue, due: null, unknown: 0, error: null } as const
  if (ended.outcome === 'done') return { ...base, status: 'done' }
  if (ended.outcome === 'failed') return { ...base, status: 'failed', error: ended.error }
  return { ...base, status: 'pending', due: ended.at, unknown: ended.unknown ? 1 : 0, error: ended.error ?? null }
}

export interface Finisher {
  /** Ends a lease; the ends of a few milliseconds share one statement. */
  finish(effect: Leased, ended: Ended): void
  /** Ends in this queue that are not written yet: the caller writes them with a statement of its own, or gives them back. */
  handOver(queue: string): Unwritten[]
  giveBack(ended: readonly Unwritten[]): void
  /** True when nothing waits to be written. */
  idle(): boolean
}

export interface Outcomes {
  /** What became first in its queue and is leased to us. */
  next(leased: Leased[]): void
  written(): void
  failed(fault: unknown): void
}

/** Long enough for the next turn of a quick dialog to carry the end along, far shorter than anybody notices. */
const patienceMs = 10

/** Ends that could not be written are ended by their leases running out. */
export function createFinisher(database: Database, clock: Clock, lease: string, outcomes: Outcomes): Finisher {
  let waiting: Unwritten[] = []
  let busy = false

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
    busy = false
    outcomes.written()
  }

  function add(ended: readonly Unwritten[]): void {
    waiting.push(...ended)
    if (busy || waiting.length === 0) return
    busy = true
    setTimeout(() => void drain(), patienceMs)
  }

  return {
    finish: (effect, ended) => add([finishedOf(effect, ended)]),
    handOver(queue) {
      const handed = waiting.filter(ended => ended.queue === queue)
      if (handed.length > 0) waiting = waiting.filter(ended => ended.queue !== queue)
      return handed
    },
    giveBack: add,
    idle: () => !busy,
  }
}
