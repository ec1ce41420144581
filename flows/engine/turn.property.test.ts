import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kazakhstanCalendar } from '../../services/calendar/kazakhstan.ts'
import { headOf } from '../../services/cases/head.ts'
import { iin, name, otherIin, play, signer, upToReview } from '../../test/support/turns.ts'
import flow from '../guardianship-certificate/flow.ts'
import { requirementIds } from '../requirements.ts'
import { type Instant, instant, minutes, plus } from '../values/time.ts'
import { type CaseState, fold, foldAll } from './case.ts'
import type { Entry, StoredDocument } from './entries.ts'
import type { ApplicantInput, Input, OutsideInput } from './input.ts'
import { path } from './path.ts'
import { position } from './position.ts'
import { requestBytes, reviewDigest } from './review.ts'
import { begin, type Turned, turn } from './turn.ts'

const workingTime = kazakhstanCalendar()
const start = instant('2026-11-23T05:00:00Z')

/** Inputs by weight: often what the case waits for, often what it has no use for. `now` stands for the key that is awaited. */
const ref = fc.constantFrom(
  ...flow.steps.map(({ id }) => id),
  'wards.1.name',
  'wards.1.birthRecord',
  'wards.2.birthRecord',
)
const option = fc.constantFrom('correct', 'incorrect', 'electronic', 'paper', 'inRegisters', 'earlierOrAbroad')
const text = fc.constantFrom(iin, otherIin, name, 'Астана, Абай 1', '+7 701 123 45 67', '07.03.2015', 'x', '')
const key = fc.oneof({ weight: 9, arbitrary: fc.constant('now') }, { weight: 1, arbitrary: fc.constantFrom('0', '7') })
const at = fc.constant(start)
const applicantActs: fc.Arbitrary<ApplicantInput> = fc.oneof(
  text.map(text => ({ kind: 'typed', text }) as const),
  fc.record({ kind: fc.constant('chose' as const), ref, option }),
  fc.constantFrom<ApplicantInput>(
    { kind: 'sent-files', files: [{ source: 'telegram', id: 'f' }] },
    { kind: 'sent-files', files: [] },
    { kind: 'agreed' },
    { kind: 'confirmed' },
    { kind: 'went-back' },
    { kind: 'keeps' },
    { kind: 'adds-item' },
    { kind: 'removes-item', item: 1 },
    { kind: 'closes-items' },
    { kind: 'tries-again' },
  ),
  ref.map(ref => ({ kind: 'changes', ref }) as const),
)
/** What answers a request of the case, and so bears its key. */
const keyed: fc.Arbitrary<OutsideInput> = fc.oneof(
  fc.record({
    kind: fc.constant('register-answered' as const),
    key,
    outcome: fc.constantFrom('found', 'missing'),
    data: fc.constant<unknown>({ records: [] }),
  }),
  fc.record({ kind: fc.constant('files-checked' as const), key, documents: fc.constant<StoredDocument[]>([]) }),
  fc.record({ kind: fc.constant('files-refused' as const), key, problem: fc.constant('corrupt') }),
  fc.record({
    kind: fc.constant('signature-accepted' as const),
    key,
    digest: fc.constantFrom('now', 'other'),
    signature: fc.constant('s'),
    signer: fc.constant(name),
  }),
  fc.record({ kind: fc.constant('signature-refused' as const), key, reason: fc.constant('revoked') }),
  fc.record({ kind: fc.constant('signing-cancelled' as const), key }),
  fc.record({ kind: fc.constant('registered' as const), key, number: fc.constant('KZ-1'), at }),
  fc.record({
    kind: fc.constant('decided' as const),
    key,
    outcome: fc.constantFrom('approve' as const, 'refuse' as const),
    ground: fc.constant('requirements-not-met'),
    at,
    signer: fc.constant(signer),
  }),
  fc.record({
    kind: fc.constant('issued' as const),
    key,
    paper: fc.constantFrom('receipt', 'certificate', 'refusal'),
    number: fc.constant('P-1'),
  }),
  fc.record({ kind: fc.constant('delayed' as const), key }),
)
const once: fc.Arbitrary<OutsideInput> = fc.constantFrom<OutsideInput>(
  { kind: 'identified', iin, name },
  { kind: 'delivered' },
  { kind: 'time-came', what: 'promise' },
  { kind: 'time-came', what: 'draft' },
)
const attempts: fc.Arbitrary<OutsideInput> = fc.constantFrom<OutsideInput>(
  { kind: 'identified', iin: otherIin, name },
  { kind: 'identity-refused', reason: 'locked' },
  { kind: 'identity-refused', reason: 'cancelled' },
)

/** Some steps of a sensible way, so that later stages are met too; then anything. */
const sensible = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
const way = [
  ...upToReview,
  'confirmed the review',
  'signed',
  'is registered',
  'is approved',
  'got the certificate',
] as const
const pause = fc.constantFrom(0, 1, 30, 1441, 10_081)
const story = fc.record({
  head: sensible,
  acts: fc.array(fc.record({ input: fc.oneof(applicantActs, keyed, keyed, once, attempts), pause }), { maxLength: 40 }),
})

/** The awaited key and the reviewed digest in place of 'now'. */
function addressed(input: Input, state: CaseState): Input {
  const pending = 'key' in input && input.key === 'now' ? { key: state.pending?.key ?? 'nothing' } : {}
  const digest = 'digest' in input && input.digest === 'now' ? { digest: reviewDigest(flow, state) } : {}
  return { ...input, ...pending, ...digest } as Input
}

interface Told {
  begun: Turned
  now: Instant
  turns: { before: CaseState; input: Input; at: Instant; after: Turned }[]
}
function tell({ head, acts }: { head: number; acts: { input: Input; pause: number }[] }): Told {
  const walked = play(flow, start).does(...way.slice(0, head))
  const begun =
    head === 0
      ? begin(flow, { language: 'kk', channel: 'telegram' }, start)
      : { ...walked.last, entries: walked.ledger }
  const turns: Told['turns'] = []
  let { state } = begun
  let now = start
  for (const { input, pause } of acts) {
    now = plus(now, minutes(pause))
    const asked = addressed(input, state)
    const after = turn(flow, state, asked, { at: now, workingTime })
    turns.push({ before: state, input: asked, at: now, after })
    state = after.state
  }
  return { begun, now, turns }
}

const always = (property: (told: Told) => void) =>
  fc.assert(
    fc.property(story, acts => property(tell(acts))),
    { numRuns: 150 },
  )
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('whatever comes, in whatever order', () => {
  test('a case stands somewhere, and nothing is thrown', () => {
    always(({ turns }) => {
      for (const { after } of turns) expect(position(flow, after.state)).toBeDefined()
    })
  })

  test('the case is the fold of its ledger, as it is kept', () => {
    always(({ begun, turns }) => {
      const ledger: Entry[] = [...begun.entries]
      for (const { after } of turns) {
        ledger.push(...after.entries)
        expect(json(foldAll(json(ledger) as Entry[]))).toEqual(json(after.state))
      }
    })
  })

  test('its head folded at once is its head turn by turn', () => {
    always(({ begun, turns }) => {
      const ledger = [...begun.entries, ...turns.flatMap(({ after }) => after.entries)]
      const state = turns.at(-1)?.after.state ?? begun.state
      const incremental = ledger.reduce<CaseState | undefined>(fold, undefined)
      expect(headOf('case', flow, foldAll(ledger))).toEqual(headOf('case', flow, state))
      expect(incremental).toEqual(state)
    })
  })

  test('entries are only appended, numbered without a gap, and an unchanged case has none', () => {
    always(({ turns }) => {
      for (const { before, after } of turns) {
        expect(after.state.seq).toBe(before.seq + after.entries.length)
        if (after.entries.length === 0) expect(after.state).toBe(before)
      }
    })
  })

  test('entries carry only what the flow carries', () => {
    const known = new Set<string>(requirementIds(flow))
    always(({ begun, turns }) => {
      for (const { law } of [begun, ...turns.map(({ after }) => after)].flatMap(({ entries }) => entries))
        expect(law.filter(id => !known.has(id))).toEqual([])
    })
  })

  test('what is awaited is asked for: no case waits for what nobody was told to do', () => {
    const waiting = { check: 'register', sign: 'signature', submit: 'registration', act: 'decision' } as const
    always(({ turns }) => {
      for (const { after } of turns) {
        const place = position(flow, after.state)
        const wanted =
          place && place.step.kind in waiting ? waiting[place.step.kind as keyof typeof waiting] : undefined
        const runs = ['draft', 'submitted', 'registered'].includes(after.state.status)
        if (wanted && runs) expect(after.state.pending).toMatchObject({ what: wanted, ref: place?.ref })
      }
    })
  })

  test('every request is new, so that an effect of its key happens once', () => {
    always(({ turns }) => {
      const keys = turns.flatMap(({ after }) => after.effects.map(({ kind, key }) => `${kind}:${key}`))
      expect(new Set(keys).size).toBe(keys.length)
    })
  })

  test('only what is on the path is ever part of the request', () => {
    always(({ turns }) => {
      const state = turns.at(-1)?.after.state
      if (!state) return
      const request = JSON.parse(new TextDecoder().decode(requestBytes(flow, state))) as {
        answers: object
        facts: object
      }
      const refs = path(flow, state).map(({ ref }) => ref)
      expect(refs).toEqual(expect.arrayContaining([...Object.keys(request.answers), ...Object.keys(request.facts)]))
    })
  })

  test('once signed, neither answers, facts nor the signature change', () => {
    always(({ turns }) => {
      for (const { before, after } of turns.filter(({ before }) => before.signed)) {
        const sealed = ({ answers, facts, signed, applicant, reviewed }: CaseState) => ({
          answers,
          facts,
          signed,
          applicant,
          reviewed,
        })
        expect(sealed(after.state)).toEqual(sealed(before))
      }
    })
  })
})

/** A failed proof of identity bears no key: each is an attempt of its own, ended once by whoever took the applicant there. */
const isAttempt = (input: Input, state: CaseState) => input.kind === 'identified' && state.answers.iin !== input.iin

test('what the outside says twice happens once', () => {
  const said = fc.record({
    head: sensible,
    acts: fc.array(fc.record({ input: applicantActs, pause }), { maxLength: 10 }),
    input: fc.oneof(keyed, once),
  })
  fc.assert(
    fc.property(said, ({ head, acts, input }) => {
      const told = tell({ head, acts })
      const before = told.turns.at(-1)?.after.state ?? told.begun.state
      fc.pre(!isAttempt(input, before))
      const asked = addressed(input, before)
      const moment = { at: plus(told.now, minutes(6)), workingTime }
      const first = turn(flow, before, asked, moment)
      const again = turn(flow, first.state, asked, moment)
      expect(again).toEqual({ state: first.state, entries: [], effects: [], says: [] })
    }),
    { numRuns: 400 },
  )
})

test('on the way to the certificate and to the refusal, what the outside says twice happens once', () => {
  const ends = [
    ['is approved', 'got the certificate'],
    ['is refused', 'got the refusal'],
  ] as const
  for (const end of ends) {
    const walk = play()
    for (const input of [...way.slice(0, 9), ...end].flatMap(stretch => walk.inputsOf(stretch))) {
      const { state } = walk.last
      const asked = {
        key: state.pending?.key,
        ...('signature' in input && { digest: reviewDigest(flow, state) }),
        ...input,
      } as Input
      walk.does(asked)
      if (asked.kind in { agreed: 1, typed: 1, chose: 1, confirmed: 1 }) continue
      const again = turn(flow, walk.last.state, asked, { at: instant(walk.now), workingTime })
      expect([asked.kind, again.entries, again.effects]).toEqual([asked.kind, [], []])
    }
    expect(walk.last.state.status).toMatch(/issued|refused/)
  }
})

test('a turn does not change the case it was given', () => {
  always(({ turns }) => {
    for (const { before, input, at, after } of turns) {
      const frozen = JSON.stringify(before)
      expect(turn(flow, before, input, { at, workingTime })).toEqual(after)
      expect(JSON.stringify(before)).toBe(frozen)
    }
  })
})
