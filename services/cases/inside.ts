import type { WorkingTime } from '../../flows/engine/promise.ts'
import type { Turned } from '../../flows/engine/turn.ts'
import type { Catalogue } from '../../flows/engine/versions.ts'
import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { DeskEffects } from '../effects/port.ts'
import type { Keys } from '../keys/port.ts'
import type { CaseChange, Committed } from './commit.ts'
import type { OpenCase } from './load.ts'
import type { Channel, Face } from './port.ts'
import type { Recall } from './recall.ts'
import type { Visiting } from './visit.ts'

export interface DeskDependencies {
  database: Database
  keys: Keys
  clock: Clock
  workingTime: WorkingTime
  catalogue: Catalogue
  faces: Partial<Record<Channel, Face>>
  effects: DeskEffects
  log: { error(about: object, message: string): void }
}

export const leaseSeconds = 30
const most = 50

/** A case that is always ahead of us: something is wrong, and the input is parked. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

/** What the desk's two ways in share. */
export type Inside = DeskDependencies & Visiting & { recall: Recall }

/** A case's part of a commit; undefined when the turn left it as it was. */
export function caseChange(
  inside: Inside,
  open: OpenCase,
  turned: Turned,
  begun: Uint8Array | undefined,
  bindings: CaseChange['bindings'],
): CaseChange | undefined {
  if (open.entries.length === 0) return undefined
  const identified = turned.entries.find(entry => entry.kind === 'identified')
  return {
    id: open.id,
    key: open.key,
    flow: open.flow,
    state: open.state,
    entries: open.entries,
    effects: turned.effects,
    after: open.after,
    bindings,
    ...(begun ? { wrapped: begun } : { revision: open.revision - 1 }),
    ...(identified && { person: inside.keys.fingerprint('iin', identified.iin) }),
  }
}

/** Repeats until nobody else was first. */
export async function untilCommitted(attemptOnce: () => Promise<Committed>): Promise<Committed> {
  for (let tries = 0; tries < most; tries++) {
    const committed = await attemptOnce()
    if (committed.outcome !== 'stale') return committed
  }
  throw new TooBusy(`not committed in ${most} tries`)
}
