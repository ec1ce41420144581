import type { Flow, ItemStep, Step, When } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import type { Ref } from './entries.ts'

/** A step as it stands on the way of one case: inside a repetition `ref` names the item. */
export interface Place {
  ref: Ref
  step: Step
  item?: { of: Ref; id: number; number: number }
}

/** What a step came out with, for conditions: the option chosen, the register's outcome, the official's decision. */
export function outcomeOf(state: CaseState, ref: Ref): string | undefined {
  const answer = state.answers[ref]
  if (typeof answer === 'string') return answer
  return state.facts[ref]?.outcome ?? (state.decided?.ref === ref ? state.decided.outcome : undefined)
}

const beside = (ref: Ref, id: string) => (ref.includes('.') ? `${ref.slice(0, ref.lastIndexOf('.'))}.${id}` : id)

/**
 * Names in a condition mean a step of the same item first, then one of the flow. Only what is on the path counts: an
 * answer that is kept off the path must not open a way of its own.
 */
export function holds(when: When | undefined, places: readonly Place[], state: CaseState, ref: Ref): boolean {
  const known = (id: Ref) => (places.some(place => place.ref === id) ? outcomeOf(state, id) : undefined)
  return Object.entries(when ?? {}).every(([id, wanted]) => {
    const outcome = known(beside(ref, id)) ?? known(id)
    return outcome !== undefined && [wanted].flat().includes(outcome)
  })
}

function itemIds(step: Extract<Step, { kind: 'each' }>, state: CaseState): number[] {
  if (step.over === 'asked') return state.items[step.id]?.ids ?? []
  const data = state.facts[step.over.fact]?.data as Record<string, unknown> | undefined
  const list = data?.[step.over.list]
  return Array.isArray(list) ? list.map((_, i) => i + 1) : []
}

const inside = (each: Extract<Step, { kind: 'each' }>, id: number, number: number, step: ItemStep): Place => ({
  ref: `${each.id}.${id}.${step.id}`,
  step,
  item: { of: each.id, id, number },
})

const itemPlaces = (step: Step, state: CaseState): Place[] =>
  step.kind === 'each'
    ? itemIds(step, state).flatMap((id, i) => step.steps.map(inner => inside(step, id, i + 1, inner)))
    : []

function walk(flow: Flow, state: CaseState): Place[] {
  const places: Place[] = []
  for (const step of flow.steps) {
    if (!holds(step.when, places, state, step.id)) continue
    for (const place of itemPlaces(step, state))
      if (holds(place.step.when, places, state, place.ref)) places.push(place)
    places.push({ ref: step.id, step })
  }
  return places
}

/** A state never changes and is asked for its path many times in a turn. */
const walked = new WeakMap<CaseState, { flow: Flow; places: readonly Place[] }>()

/** The steps that this case goes through as far as is known, in order; a repetition stands after its items. */
export function path(flow: Flow, state: CaseState): readonly Place[] {
  const known = walked.get(state)
  if (known?.flow === flow) return known.places
  const places = walk(flow, state)
  walked.set(state, { flow, places })
  return places
}

export const placeAt = (flow: Flow, state: CaseState, ref: Ref): Place | undefined =>
  path(flow, state).find(place => place.ref === ref)
