import { catalogue } from '../../flows/catalogue.ts'
import type { Flow, Refusal, Step } from '../../flows/vocabulary.ts'
import type { Message } from './locale-checks.ts'

/** Keys that are put together while the program runs. One line for each family, with the data that it is made from. */
export interface Family {
  where: string
  /** Every one of these must be written. */
  keys: readonly string[]
  /** Beginnings below which the compiler knows the members, or a text is optional. */
  below?: readonly RegExp[]
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

export const families: readonly Family[] = [
  {
    where: 'locales/format.ts',
    keys: [
      ...['name', 'from', 'at'].flatMap(use => numbers(12).map(month => `format:months.${use}.${month}`)),
      ...numbers(7).map(weekday => `format:weekdays.${weekday}`),
    ],
  },
  ...[...catalogue.flows, ...catalogue.history].map(familyOfFlow),
  {
    where: 'flows/guardianship-certificate/papers.ts',
    keys: ['provider', 'refusals.RF-G5.law', 'steps.delivery.where'].map(path => `guardianship-certificate:${path}`),
  },
  { where: 'notes of flows/engine', keys: [], below: [/^common:notes\./] },
  {
    where: 'parts of the consent by its version',
    keys: [],
    below: [/^common:consent\./],
  },
  {
    where: 'pages of the stand-ins',
    keys: [],
    below: [
      /^sandbox-state:(people|register\.problems|provider\.(statuses|grounds))\./,
      /^sandbox-egov-mobile:(shown|key)\./,
      /^sandbox-telegram:(from|status)\./,
    ],
  },
]

function familyOfFlow(flow: Flow): Family {
  const keys = [
    ...['title', 'about', 'needs'],
    ...flow.editions.map(({ id }) => `editions.${id}`),
    ...flow.promise.map(({ track }) => `promise.${track}`),
    ...flow.checklist.documents.map(({ id }) => `documents.${id}`),
    ...flow.steps.flatMap(step => keysOfStep(step, `steps.${step.id}`)),
  ]
  const optional = new RegExp(`^${flow.id}:(steps\\..+\\.(hint|review)|refusals\\..+\\.reasons\\..+)$`)
  return { where: `flows/${flow.id}`, keys: [...new Set(keys)].map(key => `${flow.id}:${key}`), below: [optional] }
}

function keysOfStep(step: Step, path: string): string[] {
  const refusals: Refusal[] = 'refused' in step ? [step.refused] : []
  if ('outcomes' in step)
    for (const outcome of Object.values(step.outcomes)) if (outcome !== 'continue') refusals.push(outcome)
  return [
    `${path}.question`,
    ...refusals.flatMap(({ id }) => [`refusals.${id}.title`, `refusals.${id}.next`]),
    ...(step.kind === 'choose' ? step.options.map(({ id }) => `${path}.options.${id}`) : []),
    ...(step.kind === 'act' ? step.grounds.map(ground => `grounds.${ground}`) : []),
    ...(step.kind === 'each' ? ['add', 'done', 'remove', 'item'].map(part => `${path}.${part}`) : []),
    ...(step.kind === 'each' ? step.steps.flatMap(inner => keysOfStep(inner, `${path}.${inner.id}`)) : []),
  ]
}

export const derivedKeys = families.flatMap(({ keys }) => keys)

/** Every written key that a family reaches. */
export const reachedKeys = (messages: readonly Message[]): string[] => [
  ...derivedKeys,
  ...messages.map(({ key }) => key).filter(key => families.some(({ below }) => below?.some(b => b.test(key)))),
]
