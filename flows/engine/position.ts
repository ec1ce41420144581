import type { Flow, Step, StepKind } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import { type Place, path, placeAt } from './path.ts'
import { reviewDigest } from './review.ts'

type Done = {
  [K in StepKind]: (step: Extract<Step, { kind: K }>, state: CaseState, place: Place, flow: Flow) => boolean
}

const answered = (_: Step, state: CaseState, place: Place) => state.answers[place.ref] !== undefined

/** When a step of each kind is behind the case. */
const done: Done = {
  consent: answered,
  ask: answered,
  choose: answered,
  upload: answered,
  identify: (step, state) => state.applicant !== undefined && state.applicant.iin === state.answers[step.mustMatch],
  check: (step, state) => {
    const outcome = state.facts[step.id]?.outcome
    return outcome !== undefined && step.outcomes[outcome] === 'continue'
  },
  each: (step, state) => step.over !== 'asked' || (state.items[step.id]?.closed ?? false),
  review: (_, state, __, flow) =>
    state.signed !== undefined || (state.reviewed !== undefined && state.reviewed.digest === reviewDigest(flow, state)),
  sign: (_, state) => state.signed !== undefined,
  submit: (_, state) => state.registered !== undefined,
  act: (_, state) => state.decided !== undefined,
  track: () => false,
  book: answered,
  'hand-over': answered,
}

const isDone = <K extends StepKind>(
  kind: K,
  step: Extract<Step, { kind: K }>,
  state: CaseState,
  place: Place,
  flow: Flow,
) => done[kind](step, state, place, flow)

/**
 * How far the case has come: the first place on the path that is not behind it, else the last. Undefined only for a flow
 * without steps, which soundness refuses.
 */
export function frontier(flow: Flow, state: CaseState): Place | undefined {
  const places = path(flow, state)
  return places.find(place => !isDone(place.step.kind, place.step, state, place, flow)) ?? places.at(-1)
}

/** Where the case stands: derived, never stored. The place being revisited, else the frontier. */
export const position = (flow: Flow, state: CaseState): Place | undefined =>
  (state.revisiting === undefined ? undefined : placeAt(flow, state, state.revisiting)) ?? frontier(flow, state)

/** What can be looked at and changed again, in order: every answer but consent, which is given once, and every closed list. */
export const revisitablePlaces = (flow: Flow, state: CaseState): Place[] =>
  path(flow, state).filter(
    ({ ref, step }) =>
      step.kind !== 'consent' &&
      step.actor === 'applicant' &&
      (state.answers[ref] !== undefined || state.items[ref]?.closed === true),
  )
