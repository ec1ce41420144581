import type { Flow, Step, When } from '../vocabulary.ts'
import { type NamedStep, namedSteps, type Problem } from './problem.ts'

/** What a condition may ask of a step; undefined for what is typed freely or comes out with nothing. */
function outcomesOf(step: Step): readonly string[] | undefined {
  if (step.kind === 'choose') return step.options.map(({ id }) => id)
  return step.kind === 'check' || step.kind === 'act' ? Object.keys(step.outcomes) : undefined
}

type Known = (id: string) => Step | undefined

function whenProblems(where: string, when: When | undefined, known: Known): Problem[] {
  return Object.entries(when ?? {}).flatMap(([id, wanted]) => {
    const step = known(id)
    if (!step) return [{ where, what: `depends on '${id}', which is no earlier step` }]
    const outcomes = outcomesOf(step)
    return [wanted]
      .flat()
      .filter(value => !outcomes?.includes(value))
      .map(value => ({ where, what: `waits for '${id}' to come out with '${value}', which it never does` }))
  })
}

interface Pointer {
  to: string
  kind: Step['kind']
  what: string
}

/** What a step names besides its condition. */
function pointersOf(step: Step): Pointer[] {
  if (step.kind === 'check') return [{ to: step.by, kind: 'ask', what: 'asks by' }]
  if (step.kind === 'identify' || step.kind === 'sign')
    return [{ to: step.mustMatch, kind: 'ask', what: 'compares with' }]
  if (step.kind === 'each' && step.over !== 'asked')
    return [{ to: step.over.fact, kind: 'check', what: 'repeats over' }]
  return step.kind === 'choose' && step.shows ? [{ to: step.shows, kind: 'check', what: 'shows' }] : []
}

function pointerProblems({ name: where, step, within }: NamedStep, known: Known): Problem[] {
  if (within && pointersOf(step).length > 0)
    return [{ where, what: 'shows a fact inside a repetition, where a changed fact would not withdraw it' }]
  return pointersOf(step)
    .filter(({ to, kind }) => known(to)?.kind !== kind)
    .map(({ to, kind, what }) => ({ where, what: `${what} '${to}', which is no earlier step of the kind '${kind}'` }))
}

/** The steps that may be named from here: those before it in its own item, then those before it in the flow. */
function knownBefore(steps: readonly NamedStep[], at: number): Known {
  const { within } = steps[at] ?? {}
  const before = steps.slice(0, at)
  return id =>
    before.find(other => within !== undefined && other.within === within && other.step.id === id)?.step ??
    before.find(other => other.within === undefined && other.step !== within && other.step.id === id)?.step
}

/** References look backwards, and name values that the step can come out with. Terms may name what is known when it is signed. */
export function referenceProblems(flow: Flow): Problem[] {
  const steps = namedSteps(flow)
  const signing = steps.findIndex(({ step }) => step.kind === 'sign')
  const atSigning = knownBefore(steps, signing < 0 ? steps.length : signing)
  return [
    ...steps.flatMap((named, at) => {
      const known = knownBefore(steps, at)
      return [...whenProblems(named.name, named.step.when, known), ...pointerProblems(named, known)]
    }),
    ...flow.promise.flatMap(({ track, when }) => whenProblems(`promise ${track}`, when, atSigning)),
  ]
}
