import { namedSteps, refusalsOf } from './soundness/problem.ts'
import type { Flow, RequirementId, Step } from './vocabulary.ts'

/** Ids that entries of this step can carry, its refusals' too. */
export function requirementsOf(step: Step): readonly RequirementId[] {
  const options = step.kind === 'choose' ? step.options.flatMap(({ carries }) => carries ?? []) : []
  const delivered = step.kind === 'track' ? step.delivered : []
  return [...step.carries, ...options, ...delivered, ...refusalsOf(step).flatMap(({ carries }) => carries)]
}

/** Every id of the digest that a case of this flow can put on its ledger, sorted: what all journeys together must cover. */
export function requirementIds(flow: Flow): RequirementId[] {
  const steps = namedSteps(flow).flatMap(({ step }) => requirementsOf(step))
  const terms = flow.promise.flatMap(({ carries, limit }) => [...carries, limit])
  return [...new Set([...flow.carries, ...steps, ...terms])].toSorted()
}
