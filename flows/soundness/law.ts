import type { Flow, RequirementId } from '../vocabulary.ts'
import { namedSteps, type Problem, refusalsOf } from './problem.ts'

/** '§11(8)–(9)', '§2–3', or another act by its number: '№ 94-V §8'. */
const paragraph = /^(№ \S+ )?§\d+(–\d+)?(\(\d+\)(–\(\d+\))?)?$/
const requirement = /^([GR]-\d{2}[a-z]?|T-\d{2}(\.\d{1,2})?|RF-[GR]\d|D-\d{2})$/

interface Citing {
  where: string
  law: string
  ids: readonly RequirementId[]
}

const citing = (flow: Flow): Citing[] => [
  ...namedSteps(flow).flatMap(({ name, step }) => [
    { where: name, law: step.law, ids: [...step.carries, ...(step.boxes ?? [])] },
    ...refusalsOf(step).map(({ id, law, carries }) => ({ where: `${name}: refusal ${id}`, law, ids: carries })),
  ]),
  ...flow.promise.map(({ track, law, limit, carries }) => ({
    where: `promise ${track}`,
    law,
    ids: [limit, ...carries],
  })),
]

/** Everything that the service does to anybody cites the paragraph by which it does. */
export const lawProblems = (flow: Flow): Problem[] =>
  citing(flow).flatMap(({ where, law, ids }) => [
    ...(paragraph.test(law) ? [] : [{ where, what: `cites no paragraph of the law: '${law}'` }]),
    ...ids.filter(id => !requirement.test(id)).map(id => ({ where, what: `'${id}' is no id of the digest` })),
  ])
