import { parsePlainDate } from '../values/time.ts'
import type { Edition, Flow, StepKind } from '../vocabulary.ts'
import { namedSteps, type Problem } from './problem.ts'

const stepId = /^[a-z][A-Za-z0-9]*$/
const twice = (ids: readonly string[]) => [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))]

/** Of each a case has one: its proof, its review, its signature, its number, its decision, its result. */
const once: readonly StepKind[] = ['consent', 'identify', 'review', 'sign', 'submit', 'act', 'track']

function idProblems(flow: Flow): Problem[] {
  const steps = namedSteps(flow)
  const optionIds = steps.flatMap(({ name, step }) =>
    step.kind === 'choose' ? step.options.map(({ id }) => ({ where: name, id })) : [],
  )
  return [
    ...twice(steps.map(({ name }) => name)).map(where => ({ where, what: 'is the name of two steps' })),
    ...[...steps.map(({ name, step }) => ({ where: name, id: step.id })), ...optionIds]
      .filter(({ id }) => !stepId.test(id))
      .map(({ where, id }) => ({ where, what: `'${id}' cannot be a name: letters and digits, a small letter first` })),
    ...once
      .filter(kind => steps.filter(({ step }) => step.kind === kind).length > 1)
      .map(kind => ({ where: flow.id, what: `has several steps of the kind '${kind}'; a case holds one` })),
  ]
}

function choiceProblems(flow: Flow): Problem[] {
  return namedSteps(flow).flatMap(({ name: where, step }) => {
    if (step.kind === 'choose' && step.options.length === 0) return [{ where, what: 'offers nothing to choose' }]
    if (step.kind === 'each' && (step.atMost < 1 || step.steps.length === 0))
      return [{ where, what: 'repeats nothing' }]
    const refuses = step.kind === 'act' && Object.values(step.outcomes).some(outcome => outcome !== 'continue')
    return refuses && step.grounds.length === 0 ? [{ where, what: 'may be refused on no ground' }] : []
  })
}

function checklistProblems(flow: Flow): Problem[] {
  const { documents } = flow.checklist
  const asked = namedSteps(flow).flatMap(({ name, step }) =>
    step.kind === 'upload' ? [{ where: name, id: step.document }] : [],
  )
  const listed = documents.map(({ id }) => id)
  return [
    ...asked
      .filter(({ id }) => !listed.includes(id))
      .map(({ where, id }) => ({ where, what: `asks for '${id}', which is not on the checklist` })),
    ...documents.flatMap(({ id, source, accept }) => [
      ...(asked.some(other => other.id === id)
        ? []
        : [{ where: `document ${id}`, what: 'is on the checklist but never asked for' }]),
      ...(source.trim() ? [] : [{ where: `document ${id}`, what: 'names no source' }]),
      ...(accept.length > 0 ? [] : [{ where: `document ${id}`, what: 'is accepted in no format' }]),
    ]),
  ]
}

const endOf = ({ to }: Edition) => to ?? '9999-12-31'

function editionProblems({ editions, id }: Flow): Problem[] {
  if (editions.length === 0) return [{ where: id, what: 'has no edition of the law' }]
  return editions.flatMap((edition, at) => {
    const where = `edition ${edition.id}`
    const dates = [edition.from, ...(edition.to === undefined ? [] : [edition.to])]
    if (dates.some(date => parsePlainDate(date) === undefined)) return [{ where, what: 'is in force on no date' }]
    if (edition.from > endOf(edition)) return [{ where, what: 'ends before it begins' }]
    const both = editions.slice(at + 1).find(other => other.from <= endOf(edition) && edition.from <= endOf(other))
    return both ? [{ where, what: `is in force together with edition ${both.id}` }] : []
  })
}

function promiseProblems({ promise, id }: Flow): Problem[] {
  if (promise.at(-1)?.when !== undefined || promise.length === 0)
    return [{ where: id, what: 'promises nothing when no condition of its terms holds: the last one must have none' }]
  const early = promise.slice(0, -1).find(({ when }) => when === undefined)
  return early ? [{ where: `promise ${early.track}`, what: 'has no condition, so what follows never applies' }] : []
}

/** What each definition must be in itself: names, choices, documents, editions, terms. */
export const shapeProblems = (flow: Flow): Problem[] => [
  ...idProblems(flow),
  ...choiceProblems(flow),
  ...checklistProblems(flow),
  ...editionProblems(flow),
  ...promiseProblems(flow),
]
