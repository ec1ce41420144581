import type { Flow, Refusal, Step } from '../vocabulary.ts'

/** What is wrong with a definition. `where` names the step, refusal, term or text as the definition does. */
export interface Problem {
  where: string
  what: string
}

/** A step with the name under which texts and messages know it: `phone`, or `wards.name` inside a repetition. */
export interface NamedStep {
  name: string
  step: Step
  /** The repetition around it. */
  within?: Extract<Step, { kind: 'each' }>
}

export const namedSteps = (flow: Flow): NamedStep[] =>
  flow.steps.flatMap((step): NamedStep[] => [
    { name: step.id, step },
    ...(step.kind === 'each'
      ? step.steps.map(inner => ({ name: `${step.id}.${inner.id}`, step: inner, within: step }))
      : []),
  ])

export function refusalsOf(step: Step): Refusal[] {
  if (step.kind === 'identify' || step.kind === 'sign') return [step.refused]
  if (step.kind === 'check' || step.kind === 'act')
    return Object.values(step.outcomes).filter(consequence => consequence !== 'continue')
  return []
}
