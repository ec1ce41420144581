import { type CaseState, fold } from '../engine/case.ts'
import type { Happening } from '../engine/entries.ts'
import type { Place } from '../engine/path.ts'
import { frontier } from '../engine/position.ts'
import { reviewDigest } from '../engine/review.ts'
import { type Instant, instant } from '../values/time.ts'
import type { Flow, Step, StepKind } from '../vocabulary.ts'
import { namedSteps } from './problem.ts'

/** One way through a service: the places in order, the case as it was signed, and how it ended. */
export interface Walk {
  places: Place[]
  signed?: CaseState
  end: 'result' | 'refused' | 'stuck'
}

const most = 20_000
const at: Instant = instant(0)

/** There are too many ways to walk them all: the definition is too tangled for anybody to check. */
export class TooManyWays extends Error {
  override readonly name = 'TooManyWays'
}

/** Steps whose outcome decides about others. Of the rest one outcome stands for all. */
function deciding(flow: Flow): Set<string> {
  const conditions = [...namedSteps(flow).map(({ step }) => step.when), ...flow.promise.map(({ when }) => when)]
  return new Set(conditions.flatMap(when => Object.keys(when ?? {})))
}

/** What a register would say: one of each list that the flow repeats over. */
const factOf = (flow: Flow, id: string) =>
  Object.fromEntries(
    flow.steps.flatMap(step =>
      step.kind === 'each' && step.over !== 'asked' && step.over.fact === id ? [[step.over.list, [{}]]] : [],
    ),
  )

interface Standing {
  flow: Flow
  state: CaseState
  place: Place
}
type Ways = { [K in StepKind]: (step: Extract<Step, { kind: K }>, standing: Standing) => Happening[] }

const answer = (ref: string, value = 'any'): Happening[] => [{ kind: 'answered', ref, value }]
const official = { name: '', positionKk: '', positionRu: '', bodyKk: '', bodyRu: '' }
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What can happen at a step of each kind. */
const ways: Ways = {
  consent: ({ id, wording }) => answer(id, wording),
  ask: (_, { place }) => answer(place.ref),
  upload: (_, { place }) => [{ kind: 'answered', ref: place.ref, value: { documents: [] } }],
  choose: ({ id, options }, { flow, place }) =>
    options.slice(0, deciding(flow).has(id) ? undefined : 1).flatMap(option => answer(place.ref, option.id)),
  identify: ({ id, mustMatch }, { state }) => [
    { kind: 'identified', ref: id, iin: text(state.answers[mustMatch]), name: '' },
  ],
  check: ({ id, outcomes }, { flow }) =>
    Object.keys(outcomes).map(outcome => ({ kind: 'fact', ref: id, outcome, data: factOf(flow, id), goodUntil: at })),
  each: ({ id }, { state }) =>
    state.items[id] ? [{ kind: 'items-closed', ref: id }] : [{ kind: 'item-added', ref: id, item: 1 }],
  review: ({ id }, { flow, state }) => [{ kind: 'reviewed', ref: id, digest: reviewDigest(flow, state) }],
  sign: ({ id }, { flow, state }) => [
    {
      kind: 'signed',
      ref: id,
      digest: reviewDigest(flow, state),
      signature: '',
      signer: '',
      track: '',
      due: at,
      limit: 'T-00',
    },
  ],
  submit: ({ id }) => [{ kind: 'registered', ref: id, number: '', registeredAt: at }],
  act: ({ id, outcomes }) =>
    Object.keys(outcomes).map(outcome => ({ kind: 'decided', ref: id, outcome, decidedAt: at, signer: official })),
  'hand-over': ({ id }) => answer(id),
  book: ({ id }) => answer(id),
  track: () => [],
}

const waysAt = <K extends StepKind>(kind: K, step: Extract<Step, { kind: K }>, standing: Standing) =>
  ways[kind](step, standing)

const isRefused = (step: Step, happening: Happening) =>
  step.kind === 'check' && happening.kind === 'fact' && step.outcomes[happening.outcome] !== 'continue'

/** Every way through a flow, taken by the engine's own rules of path and position. Errors: `TooManyWays`. */
export function walks(flow: Flow): Walk[] {
  const ended: Walk[] = []
  const begun = {
    kind: 'started',
    flow: flow.id,
    version: flow.version,
    edition: '',
    language: 'kk',
    channel: '',
  } as const
  const open: { state: CaseState; walk: Omit<Walk, 'end'> }[] = [
    { state: fold(undefined, { ...begun, at, actor: 'system', law: [] }), walk: { places: [] } },
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const { state, walk } = next
    const place = frontier(flow, state)
    if (ended.length > most) throw new TooManyWays(`${flow.id} has more than ${most} ways through it`)
    const isStuck = !place || walk.places.filter(({ ref }) => ref === place.ref).length > 1
    if (isStuck) ended.push({ ...walk, end: 'stuck' })
    else if (place.step.kind === 'track') ended.push({ ...walk, places: [...walk.places, place], end: 'result' })
    else
      for (const happening of waysAt(place.step.kind, place.step, { flow, state, place })) {
        const after = { ...walk, places: [...walk.places, place], ...(place.step.kind === 'sign' && { signed: state }) }
        if (isRefused(place.step, happening)) ended.push({ ...after, end: 'refused' })
        else open.push({ state: fold(state, { ...happening, at, actor: 'system', law: [] }), walk: after })
      }
  }
  return ended
}
