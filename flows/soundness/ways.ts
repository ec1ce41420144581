import type { CaseState } from '../engine/case.ts'
import { NoPromise, promiseFor } from '../engine/promised.ts'
import type { Flow, StepKind } from '../vocabulary.ts'
import { namedSteps, type Problem } from './problem.ts'
import { TooManyWays, type Walk, walks } from './walks.ts'

/** Nothing is asked before consent or looked up before proof; one signs what one has read, and only what is signed goes out. */
const comesAfter: Partial<Record<StepKind, StepKind>> = {
  ask: 'consent',
  choose: 'consent',
  upload: 'consent',
  identify: 'consent',
  check: 'identify',
  sign: 'review',
  submit: 'sign',
  act: 'submit',
  track: 'act',
}

function endProblems({ places, end }: Walk): Problem[] {
  const where = places.at(-1)?.ref ?? 'the first step'
  return end === 'stuck' ? [{ where, what: 'leads no further: no result is ever tracked' }] : []
}

const orderProblems = ({ places }: Walk): Problem[] =>
  places.flatMap(({ ref, step }, i) => {
    const first = comesAfter[step.kind]
    const isMissing = first && !places.slice(0, i).some(before => before.step.kind === first)
    return isMissing ? [{ where: ref, what: `can be reached without '${first}' before it` }] : []
  })

function isPromised(flow: Flow, state: CaseState): boolean {
  try {
    return Boolean(promiseFor(flow, state))
  } catch (fault) {
    if (fault instanceof NoPromise) return false
    throw fault
  }
}

function deadSteps(flow: Flow, taken: readonly Walk[]): Problem[] {
  const reached = new Set(taken.flatMap(({ places }) => places.map(({ step }) => step)))
  return namedSteps(flow)
    .filter(({ step }) => !reached.has(step) && !(step.kind === 'each' && step.over !== 'asked'))
    .map(({ name }) => ({ where: name, what: 'no way leads to it' }))
}

const unique = (problems: readonly Problem[]) => [
  ...new Map(problems.map(problem => [`${problem.where}: ${problem.what}`, problem])).values(),
]

/** Every way through the service ends, in order, under a promise; every step is on one of them. */
export function wayProblems(flow: Flow): Problem[] {
  try {
    const taken = walks(flow)
    const unpromised = taken.some(({ signed }) => signed && !isPromised(flow, signed))
    return unique([
      ...taken.flatMap(endProblems),
      ...taken.flatMap(orderProblems),
      ...(unpromised ? [{ where: flow.id, what: 'promises nothing for one of the ways through it' }] : []),
      ...deadSteps(flow, taken),
    ])
  } catch (fault) {
    if (fault instanceof TooManyWays) return [{ where: flow.id, what: fault.message }]
    throw fault
  }
}
