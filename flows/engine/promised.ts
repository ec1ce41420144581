import type { Flow, Promised } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import { holds, path } from './path.ts'
import type { Moment } from './progress.ts'
import { type Due, dueAt } from './promise.ts'

/** A flow without a promise for this case: soundness refuses such a flow at start. */
export class NoPromise extends Error {
  override readonly name = 'NoPromise'
}

export function promiseFor(flow: Flow, state: CaseState): Promised {
  const places = path(flow, state)
  const promised = flow.promise.find(({ when }) => holds(when, places, state, ''))
  if (!promised) throw new NoPromise(`${flow.id} promises nothing for this case`)
  return promised
}

/** Which term of the law applies to the case and when it ends, were it submitted at that moment. */
export function promisedTo(flow: Flow, state: CaseState, moment: Moment): { promised: Promised; due: Due } {
  const promised = promiseFor(flow, state)
  return { promised, due: dueAt(promised.within, moment.at, moment.workingTime) }
}
