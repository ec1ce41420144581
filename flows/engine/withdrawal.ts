import type { Flow, Step } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import type { Ref } from './entries.ts'
import { position } from './position.ts'
import { append, type Progress } from './progress.ts'

const restsOn = (step: Step): string | undefined => {
  if (step.kind === 'check') return step.by
  if (step.kind === 'identify') return step.mustMatch
  return step.kind === 'choose' ? step.shows : undefined
}

/** Steps that a changed answer pulls down with it: proofs and checks made with it, and what was agreed to on their showing. */
export function dependents(flow: Flow, ref: Ref): Ref[] {
  const direct = flow.steps.filter(step => restsOn(step) === ref).map(step => step.id)
  return direct.flatMap(id => [id, ...dependents(flow, id)])
}

const stands = (state: CaseState, ref: Ref) =>
  state.answers[ref] !== undefined ||
  state.facts[ref] !== undefined ||
  state.applicant?.ref === ref ||
  state.pending?.ref === ref

/** Withdraws what rested on the answer at `ref`. Review and signature need no entry: they hold only for their digest. */
export function withdrawDependents(progress: Progress, ref: Ref): void {
  for (const dependent of dependents(progress.flow, ref)) {
    if (stands(progress.state, dependent))
      append(progress, 'system', [], { kind: 'withdrawn', ref: dependent, because: 'changed' })
  }
}

/**
 * A register's answer that is too old to rely on is asked for again before anything is reviewed or signed; until then its
 * age harms nobody. When the register says the same once more, what was reviewed is the same too.
 */
export function withdrawStale(progress: Progress): void {
  const { state, moment, flow } = progress
  const kind = position(flow, state)?.step.kind
  if (state.status !== 'draft' || (kind !== 'review' && kind !== 'sign')) return
  for (const [ref, fact] of Object.entries(state.facts)) {
    if (fact.goodUntil > moment.at) continue
    append(progress, 'system', [], { kind: 'withdrawn', ref, because: 'stale' })
    for (const shown of flow.steps.filter(step => step.kind === 'choose' && step.shows === ref)) {
      append(progress, 'system', [], { kind: 'withdrawn', ref: shown.id, because: 'stale' })
    }
  }
}
