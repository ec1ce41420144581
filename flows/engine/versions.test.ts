import { describe, expect, test } from 'vitest'
import { kazakhstanCalendar } from '../../services/calendar/kazakhstan.ts'
import { play, upToReview } from '../../test/support/turns.ts'
import guardianship from '../guardianship-certificate/flow.ts'
import { instant, type PlainDate, parsePlainDate } from '../values/time.ts'
import type { AskStep, Flow, Step } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import { position } from './position.ts'
import { begin, turn } from './turn.ts'
import { type Catalogue, editionAt, flowOf, migrationOf, NoEdition, UnknownVersion } from './versions.ts'

const at = instant('2026-11-23T06:00:00Z')
const moment = { at, workingTime: kazakhstanCalendar() }
const second = (steps: readonly Step[]): Catalogue => ({
  flows: [{ ...guardianship, version: 2, steps } as Flow],
  history: [guardianship],
})
const steps: readonly Step[] = guardianship.steps
const email: AskStep = {
  kind: 'ask',
  id: 'email',
  actor: 'applicant',
  format: 'text',
  law: '§11(5)',
  carries: ['G-44'],
}
const inserted = second(steps.flatMap(step => (step.id === 'phone' ? [email, step] : [step])))
const without = (id: string) => second(steps.filter(step => step.id !== id))
const renamed = (from: string, to: string) =>
  second(steps.map(step => ({ ...step, id: step.id === from ? to : step.id })))

/** The draft on the newest version, and where it then stands. */
function moved(catalogue: Catalogue, state: CaseState) {
  const migration = migrationOf(catalogue, state, at)
  const current = migration?.state ?? state
  const flow = flowOf(catalogue, current)
  return { flow, migration, state: current, next: position(flow, current)?.ref }
}

describe('a draft moves to the newest version', () => {
  const draft = () => play().does(...upToReview).last.state

  test('and says so on the ledger, once', () => {
    const { migration, state } = moved(inserted, draft())
    expect(migration?.entry).toEqual({ kind: 'migrated', version: 2, at, actor: 'system', law: [] })
    expect(migrationOf(inserted, state, at)).toBeUndefined()
  })
  test('a step that was inserted is asked, and what was answered stays', () => {
    const { flow, state, next } = moved(inserted, draft())
    expect(next).toBe('email')
    const after = turn(flow, state, { kind: 'typed', text: 'aigul@example.kz' }, moment)
    expect(position(flow, after.state)?.ref).toBe('review')
    expect(after.state.answers).toMatchObject(draft().answers)
  })
  test('a step with a new name, and so a new meaning, is asked again', () => {
    expect(moved(renamed('delivery', 'form'), draft()).next).toBe('form')
  })
  test('a step that is gone is no longer asked', () => {
    expect(moved(without('delivery'), play().does(...upToReview.slice(0, -1)).last.state).next).toBe('review')
  })
  test('what was reviewed under another version is reviewed again', () => {
    expect(moved(without('delivery'), play().does(...upToReview, 'confirmed the review').last.state).next).toBe(
      'review',
    )
  })
  test('what it waited for at a step that is gone keeps it waiting no longer', () => {
    const waiting = play().does('gave the IIN', 'signed in').last.state
    const { flow, state, next } = moved(renamed('person', 'citizen'), waiting)
    expect(next).toBe('citizen')
    const late = { kind: 'register-answered', key: waiting.pending?.key ?? '', outcome: 'missing', data: {} } as const
    const after = turn(flow, state, late, moment)
    expect(after.state.pending).toMatchObject({ what: 'register', ref: 'citizen' })
    expect(after.effects).toMatchObject([{ kind: 'look-up', ref: 'citizen' }])
  })
  test('what halted it is asked for again', () => {
    const halted = play().does('gave the IIN', 'signed in', {
      kind: 'register-answered',
      outcome: 'deceased',
      data: {},
    })
    const { flow, state } = moved(inserted, halted.last.state)
    expect(state.status).toBe('draft')
    expect(turn(flow, state, { kind: 'typed', text: '1' }, moment).effects).toMatchObject([{ kind: 'look-up' }])
  })
})

describe('a signed case', () => {
  const signed = play().does(...upToReview, 'confirmed the review', 'signed').last.state

  test('finishes on the version that it was signed with', () => {
    expect(migrationOf(inserted, signed, at)).toBeUndefined()
    expect(flowOf(inserted, signed)).toBe(guardianship)
  })
  test('cannot go on when that version was not kept', () => {
    expect(() => flowOf({ ...inserted, history: [] }, signed)).toThrow(UnknownVersion)
  })
})

describe('the edition of the law', () => {
  const flow: Flow = {
    ...guardianship,
    editions: [
      { id: 'old', from: '2016-01-01', to: '2019-12-31', act: 'a' },
      { id: 'new', from: '2020-02-01', act: 'b' },
    ],
  }
  const date = (text: string) => parsePlainDate(text) as PlainDate

  test.each([
    ['on its first day', '2016-01-01', 'old'],
    ['on its last day', '2019-12-31', 'old'],
    ['from the day of the next', '2020-02-01', 'new'],
    ['while nothing ends it', '2026-11-23', 'new'],
  ])('applies %s', (_, day, id) => {
    expect(editionAt(flow, date(day)).id).toBe(id)
  })
  test.each([
    ['before the first', '2015-12-31'],
    ['between two', '2020-01-15'],
  ])('is none %s: the service is not offered then', (_, day) => {
    expect(() => editionAt(flow, date(day))).toThrow(NoEdition)
  })
  test('goes by the date in Almaty, not in Greenwich', () => {
    const begun = begin(flow, { language: 'kk', channel: 'telegram' }, instant('2020-01-31T20:00:00Z'))
    expect(begun.state.edition).toBe('new')
  })
  test('stays with the case when another comes into force', () => {
    const begun = begin(flow, { language: 'kk', channel: 'telegram' }, instant('2019-12-31T05:00:00Z'))
    expect(turn(flow, begun.state, { kind: 'agreed' }, moment).state.edition).toBe('old')
  })
})
