import { globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../flows/catalogue.ts'
import guardianship from '../../flows/guardianship-certificate/flow.ts'
import { requirementIds } from '../../flows/requirements.ts'
import { textKeys } from '../../flows/soundness/texts.ts'
import { walks } from '../../flows/soundness/walks.ts'
import { assertSound, problems, UnsoundFlow } from '../../flows/soundness.ts'
import { languages } from '../../flows/values/language.ts'
import type { ActStep, CheckStep, EachStep, Flow, Step } from '../../flows/vocabulary.ts'
import { hasText } from '../../locales/translate.ts'
import { signatureReasons } from '../../services/signatures/port.ts'
import { root } from './sources.ts'

const everyText = () => true

describe.each(catalogue.flows)('$id', flow => {
  test('is sound', () => {
    expect(problems(flow, hasText)).toEqual([])
  })

  test('can be walked to a result in every way', () => {
    expect(walks(flow).map(({ end }) => end)).not.toContain('stuck')
    expect(walks(flow).filter(({ end }) => end === 'result').length).toBeGreaterThan(1)
  })

  test('says in both languages why a signature may be refused', () => {
    const [sign] = flow.steps.filter(step => step.kind === 'sign')
    const paths = signatureReasons.map(reason => `refusals.${sign?.refused.id}.reasons.${reason}`)
    const missing = languages.flatMap(language => paths.filter(path => !hasText(language, flow.id, path)))
    expect(missing).toEqual([])
  })
})

test('every folder with a flow is on offer or kept for signed cases', () => {
  const folders = globSync('flows/*/flow.ts', { cwd: root }).map(path => path.replaceAll('\\', '/').split('/')[1])
  expect([...catalogue.flows, ...catalogue.history].map(({ id }) => id)).toEqual(expect.arrayContaining(folders))
})

test('the guardianship certificate carries exactly what the regulation asks of its portal route', () => {
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => `G-${String(from + i).padStart(2, '0')}`)
  expect(requirementIds(guardianship)).toEqual([
    ...[...numbered(1, 7), ...numbered(15, 17), ...numbered(40, 51)],
    ...['RF-G3', 'RF-G4', 'RF-G5', 'T-05', 'T-06'],
  ])
})

test('an unsound flow is not served, and all of its problems are named', () => {
  const flow = { ...guardianship, editions: [], promise: [] }
  expect(() => assertSound({ flows: [flow], history: [] }, everyText)).toThrow(UnsoundFlow)
  expect(() => assertSound({ flows: [flow], history: [] }, everyText)).toThrow(
    /no edition of the law\n.*promises nothing/,
  )
  expect(() => assertSound(catalogue, everyText)).not.toThrow()
})

/** The guardianship certificate with one step changed, or taken out. */
const changed = (id: string, change: (step: Step) => Partial<Step> | undefined): Flow => ({
  ...guardianship,
  steps: guardianship.steps.flatMap((step): Step[] => {
    const difference = step.id === id ? change(step) : {}
    return difference ? [{ ...step, ...difference } as Step] : []
  }),
})
const without = (id: string) => changed(id, () => undefined)
const inItem = (id: string, difference: object) =>
  changed('wards', step => ({
    steps: (step as EachStep).steps.map(inner => (inner.id === id ? { ...inner, ...difference } : inner)),
  }))
const moved = (id: string, before: string): Flow => {
  const taken = guardianship.steps.filter(step => step.id === id)
  const rest = guardianship.steps.filter(step => step.id !== id)
  const at = rest.findIndex(step => step.id === before)
  return { ...guardianship, steps: [...rest.slice(0, at), ...taken, ...rest.slice(at)] }
}
const outcomes = (step: Step) => (step as CheckStep | ActStep).outcomes
const refusalOf = { id: 'RF-G3', law: '', carries: [] }
const document = { id: 'passport', accept: ['pdf'], maxMegabytes: 1, maxPages: 1, source: 'us' } as const
const listing = (...documents: Flow['checklist']['documents']): Flow => ({
  ...guardianship,
  checklist: { ...guardianship.checklist, documents },
})
const editions = (...list: Flow['editions']): Flow => ({ ...guardianship, editions: list })
const [, disputed, automatic, manual] = guardianship.promise as Flow['promise']
const promising = (...promise: (Flow['promise'][number] | undefined)[]): Flow => ({
  ...guardianship,
  promise: promise.filter(term => term !== undefined),
})

const defects: [name: string, flow: Flow, where: string, what: RegExp][] = [
  ['a way that ends nowhere', without('result'), 'decision', /leads no further/],
  ['a register asked before consent', moved('consent', 'delivery'), 'iin', /without 'consent' before it/],
  ['a register asked about a number that nobody proved', without('identity'), 'person', /without 'identify' before it/],
  ['a signature before the review', moved('signature', 'review'), 'signature', /without 'review' before it/],
  ['a request sent without signature', without('signature'), 'request', /without 'sign' before it/],
  [
    'a step that no way leads to',
    changed('address', () => ({ when: { person: 'deceased' } })),
    'address',
    /no way leads/,
  ],
  [
    'a condition on a step that is not there',
    changed('phone', () => ({ when: { salary: 'high' } })),
    'phone',
    /no earlier step/,
  ],
  [
    'a condition on a later step',
    changed('phone', () => ({ when: { delivery: 'paper' } })),
    'phone',
    /no earlier step/,
  ],
  [
    'a condition on a value that never comes',
    changed('phone', () => ({ when: { person: 'rich' } })),
    'phone',
    /it never does/,
  ],
  ['a condition on what is typed freely', changed('phone', () => ({ when: { iin: 'x' } })), 'phone', /it never does/],
  [
    'a condition on an item of another list',
    changed('delivery', () => ({ when: { birthRecord: 'inRegisters' } })),
    'delivery',
    /no earlier step/,
  ],
  [
    'a check by a number that was not asked for',
    changed('person', () => ({ by: 'phone' })),
    'person',
    /asks by 'phone'/,
  ],
  ['a proof against a later answer', changed('identity', () => ({ mustMatch: 'phone' })), 'identity', /compares with/],
  ['a signature against nothing', changed('signature', () => ({ mustMatch: 'nobody' })), 'signature', /compares with/],
  [
    'a fact shown that was never looked up',
    changed('personConfirmed', () => ({ shows: 'phone' })),
    'personConfirmed',
    /shows 'phone'/,
  ],
  [
    'a fact shown inside a repetition',
    inItem('birthRecord', { shows: 'person' }),
    'wards.birthRecord',
    /inside a repetition/,
  ],
  [
    'a repetition over a fact that is not there',
    changed('wards', () => ({ over: { fact: 'x', list: 'y' } })),
    'wards',
    /repeats over 'x'/,
  ],
  ['a step without law', changed('phone', () => ({ law: '' })), 'phone', /cites no paragraph/],
  ['an item without law', inItem('name', { law: 'somewhere' }), 'wards.name', /cites no paragraph/],
  ['an id of no regulation', changed('phone', () => ({ carries: ['G-4' as 'G-44'] })), 'phone', /no id of the digest/],
  ['a time box of no regulation', changed('phone', () => ({ boxes: ['T-x'] })), 'phone', /no id of the digest/],
  [
    'a refusal without law',
    changed('identity', () => ({ refused: refusalOf })),
    'identity: refusal RF-G3',
    /cites no paragraph/,
  ],
  [
    'a decision to refuse without law',
    changed('decision', step => ({ outcomes: { ...outcomes(step), refuse: refusalOf } })),
    'decision: refusal RF-G3',
    /cites no paragraph/,
  ],
  ['a refusal on no ground', changed('decision', () => ({ grounds: [] })), 'decision', /on no ground/],
  [
    'a term without law',
    promising({ ...manual, law: '' } as Flow['promise'][number]),
    'promise manual',
    /cites no paragraph/,
  ],
  ['no term at all', promising(), 'guardianship-certificate', /promises nothing/],
  ['terms that leave a way out', promising(disputed, automatic), 'guardianship-certificate', /promises nothing/],
  ['a term that never applies', promising(manual, manual), 'promise manual', /what follows never applies/],
  [
    'a term that rests on the decision',
    promising({ ...automatic, when: { decision: 'approve' } } as Flow['promise'][number], manual),
    'promise automatic',
    /no earlier step/,
  ],
  [
    'a document that is on no list',
    changed('appointmentDecision', () => ({ document: 'diploma' })),
    'appointmentDecision',
    /not on the checklist/,
  ],
  [
    'a document that is never asked for',
    listing(...guardianship.checklist.documents, document),
    'document passport',
    /never asked for/,
  ],
  [
    'a document without source',
    listing(...guardianship.checklist.documents.map(one => ({ ...one, source: ' ' }))),
    'document birthCertificate',
    /no source/,
  ],
  [
    'a document in no format',
    listing(...guardianship.checklist.documents.map(one => ({ ...one, accept: [] }))),
    'document birthCertificate',
    /no format/,
  ],
  ['two steps of one name', changed('address', () => ({ id: 'phone' })), 'phone', /two steps/],
  [
    'two decisions',
    changed(
      'request',
      () => ({ ...guardianship.steps.find(({ id }) => id === 'decision'), id: 'second' }) as Partial<Step>,
    ),
    'guardianship-certificate',
    /several steps/,
  ],
  ['a name that buttons cannot carry', changed('phone', () => ({ id: 'phone=1' })), 'phone=1', /cannot be a name/],
  [
    'an option that buttons cannot carry',
    changed('delivery', () => ({ options: [{ id: 'on paper' }] })),
    'delivery',
    /cannot be a name/,
  ],
  [
    'a button that says too much',
    inItem('birthRecord', { options: [{ id: 'bornEarlierThanTheThirteenthOfAugust2007' }] }),
    'wards.birthRecord',
    /more than 64 bytes/,
  ],
  ['nothing to choose from', changed('delivery', () => ({ options: [] })), 'delivery', /nothing to choose/],
  ['a repetition of nothing', changed('wards', () => ({ atMost: 0 })), 'wards', /repeats nothing/],
  ['no edition', editions(), 'guardianship-certificate', /no edition/],
  ['an edition of no date', editions({ id: '2016', from: 'spring', act: 'a' }), 'edition 2016', /no date/],
  [
    'an edition that ends first',
    editions({ id: '2016', from: '2016-02-01', to: '2016-01-01', act: 'a' }),
    'edition 2016',
    /before it begins/,
  ],
  [
    'two editions at once',
    editions({ id: 'a', from: '2016-01-01', to: '2017-01-01', act: 'a' }, { id: 'b', from: '2017-01-01', act: 'b' }),
    'edition a',
    /together with edition b/,
  ],
]

test.each(defects)('%s is found', (_, flow, where, what) => {
  expect(problems(flow, everyText)).toContainEqual({ where, what: expect.stringMatching(what) })
})

test.each(textKeys(guardianship))('without the text %s the flow is unsound', key => {
  const lacking = (language: string, namespace: string, path: string) =>
    language !== 'ru' || `${namespace}:${path}` !== key
  expect(problems(guardianship, lacking)).toEqual([{ where: `text ${key}`, what: 'is missing in ru' }])
})
