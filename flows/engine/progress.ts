import type { Instant } from '../values/time.ts'
import type { Actor, Flow, RequirementId } from '../vocabulary.ts'
import { type CaseState, fold } from './case.ts'
import type { Entry, Happening } from './entries.ts'
import type { Effect, Saying } from './input.ts'
import type { WorkingTime } from './promise.ts'

/** What a turn is told about the moment at which it happens. */
export interface Moment {
  at: Instant
  workingTime: WorkingTime
}

/** A turn while it is being computed. Lives inside one call of `turn`. */
export interface Progress {
  readonly flow: Flow
  readonly moment: Moment
  state: CaseState
  entries: Entry[]
  effects: Effect[]
  says: Saying[]
}

export function append(progress: Progress, actor: Actor, law: readonly RequirementId[], happening: Happening): void {
  const entry: Entry = { ...happening, at: progress.moment.at, actor, law }
  progress.entries.push(entry)
  progress.state = fold(progress.state, entry)
}

export const note = (progress: Progress, key: string, values?: Record<string, string | number>) =>
  progress.says.push({ kind: 'note', key, ...(values && { values }) })

/** Unique in its case: the number of the entry that will hold it. */
export const nextKey = (progress: Progress) => String(progress.state.seq)
