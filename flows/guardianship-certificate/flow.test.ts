import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Play, type Played, play, type Stretch, spoken, stretches } from '../../test/support/turns.ts'
import { namedSteps } from '../soundness/problem.ts'
import { walks } from '../soundness/walks.ts'
import flow from './flow.ts'

const input = z.custom<Played>(value => z.looseObject({ kind: z.string() }).safeParse(value).success)
const stretch = z.string().refine((name): name is Stretch => name in stretches)
const golden = z.strictObject({
  description: z.string(),
  given: z.array(z.union([stretch, input])),
  input,
  expected: z.strictObject({
    /** Kind, place and the ids that the entry carries. */
    entries: z.array(z.string()),
    effects: z.array(z.string()),
    says: z.array(z.string()),
    next: z.string(),
  }),
})

const cameTo = ({ last, next }: Play): z.infer<typeof golden>['expected'] => ({
  entries: last.entries.map(entry =>
    [entry.kind, 'ref' in entry ? entry.ref : '', ...entry.law].filter(Boolean).join(' '),
  ),
  effects: last.effects.map(({ kind, ref, detail }) => `${kind} ${ref ?? detail}`),
  says: spoken(last.says),
  next,
})

describe.each(globSync('turns/*.json', { cwd: import.meta.dirname }).toSorted())('%s', file => {
  const turns = z.array(golden).parse(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')))

  test.each(turns.map(turn => [turn.description, turn] as const))('%s', (_, { given, input, expected }) => {
    expect(cameTo(play().does(...given, input))).toEqual(expected)
  })
})

test('every step is asked on some way, and every way leads to a result or to the registry office', () => {
  const ways = walks(flow)
  const asked = new Set(ways.flatMap(({ places }) => places.map(({ step }) => step)))
  expect(namedSteps(flow).filter(({ step }) => !asked.has(step))).toEqual([])
  expect(new Set(ways.map(({ places }) => places.at(-1)?.ref))).toEqual(new Set(['result', 'person']))
})

test('no step of the portal route refuses for absence from the register of persons (Corrections, RF-G1)', () => {
  const person = flow.steps.find(({ id }) => id === 'person')
  expect(person).toMatchObject({ outcomes: { missing: 'continue' } })
})
