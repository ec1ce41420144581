import { describe, expect, test } from 'vitest'
import {
  iin,
  name,
  otherIin,
  type Played,
  play,
  type Stretch,
  signer,
  spoken,
  upToReview,
} from '../../test/support/turns.ts'
import flow from '../guardianship-certificate/flow.ts'
import { days, instant, minutes } from '../values/time.ts'
import { UnexpectedOutcome } from './outside.ts'
import { requestBytes, reviewDigest } from './review.ts'

const kinds = (play_: ReturnType<typeof play>) => play_.last.entries.map(({ kind }) => kind)
const request = ({ last }: ReturnType<typeof play>) =>
  JSON.parse(new TextDecoder().decode(requestBytes(flow, last.state))) as { answers: object; facts: object }
const registryOfficeMended = { kind: 'register-answered', outcome: 'found', data: {} } as const

test('where a case stands is derived from what was answered', () => {
  const walk = play()
  const refs = [walk.next]
  for (const stretch of upToReview) refs.push(walk.does(stretch).next)
  expect(refs).toEqual(['consent', 'identity', 'person', 'phone', 'guardianship', 'delivery', 'review'])
})

describe('going back', () => {
  test('shows the answer before, and keeping it leads on', () => {
    const walk = play().does(...upToReview, { kind: 'went-back' })
    expect(walk.next).toBe('delivery')
    expect(walk.does({ kind: 'keeps' }).next).toBe('review')
  })
  test('twice shows the one before that', () => {
    expect(play().does(...upToReview, { kind: 'went-back' }, { kind: 'went-back' }).next).toBe('recordConfirmed')
  })
  test('never leads to consent, which is given once', () => {
    const walk = play().does({ kind: 'agreed' }, { kind: 'went-back' })
    expect([walk.next, ...spoken(walk.last.says)]).toEqual(['iin', 'note nothing-behind'])
  })
  test('from signing ends the link: a signature made with it counts for nothing', () => {
    const walk = play().does(...upToReview, 'confirmed the review')
    const key = walk.last.state.pending?.key ?? ''
    const digest = reviewDigest(flow, walk.last.state)
    walk.does({ kind: 'went-back' }, { kind: 'signature-accepted', key, digest, signature: 's1', signer: name })
    expect(walk.last).toMatchObject({ entries: [], state: { status: 'draft' } })
  })
})

describe('changing an answer', () => {
  test('withdraws the proof and the checks that were made with it, and what was confirmed on their showing', () => {
    const walk = play().does(...upToReview, { kind: 'changes', ref: 'iin' }, { kind: 'typed', text: otherIin })
    const withdrawn = walk.last.entries.flatMap(entry => (entry.kind === 'withdrawn' ? [entry.ref] : []))
    expect(withdrawn).toEqual(['identity', 'person', 'personConfirmed', 'guardianship', 'recordConfirmed'])
    expect(walk.next).toBe('identity')
    expect(walk.last.state.applicant).toBeUndefined()
  })
  test('to the same value withdraws nothing', () => {
    const walk = play().does(...upToReview, { kind: 'changes', ref: 'iin' }, { kind: 'typed', text: iin })
    expect(kinds(walk)).toEqual(['revisited'])
    expect(walk.next).toBe('review')
  })
  test('after the review asks for the review again', () => {
    const walk = play().does(...upToReview, 'confirmed the review', { kind: 'went-back' }, 'wants it on paper')
    expect(walk.next).toBe('review')
  })
  test('after the review and back to what it was needs no second review', () => {
    const walk = play().does(...upToReview, 'confirmed the review', { kind: 'went-back' }, 'wants it electronic')
    expect(walk.next).toBe('signature')
  })
  test('is possible only for what was answered', () => {
    const walk = play().does('gave the IIN', { kind: 'changes', ref: 'delivery' })
    expect(walk.last.entries).toEqual([])
  })
  test('an option of another question than the one asked is no answer', () => {
    const walk = play().does('gave the IIN', 'signed in', 'wants it on paper')
    expect(walk.last.state.answers).not.toHaveProperty('delivery')
    expect(walk.next).toBe('person')
  })
})

describe('an answer that has come off the path', () => {
  const disputing = [...upToReview.slice(0, 4), 'disputes the record', 'wants it electronic'] as const
  const walk = () =>
    play().does(
      ...disputing,
      { kind: 'changes', ref: 'recordConfirmed' },
      { kind: 'chose', ref: 'recordConfirmed', option: 'correct' },
    )

  test('is kept and comes back with its question', () => {
    expect(walk().last.state.answers).toHaveProperty('recordCorrection')
    const back = walk().does(
      { kind: 'changes', ref: 'recordConfirmed' },
      { kind: 'chose', ref: 'recordConfirmed', option: 'incorrect' },
    )
    expect(back.next).toBe('review')
  })
  test('is never part of the request', () => {
    expect(request(play().does(...disputing)).answers).toHaveProperty('recordCorrection')
    expect(request(walk()).answers).not.toHaveProperty('recordCorrection')
  })
  test('opens no way of its own', () => {
    const steps = [
      { kind: 'choose', id: 'a', actor: 'applicant', law: '§1', carries: [], options: [{ id: 'yes' }, { id: 'no' }] },
      {
        kind: 'choose',
        id: 'b',
        actor: 'applicant',
        law: '§1',
        carries: [],
        options: [{ id: 'yes' }],
        when: { a: 'yes' },
      },
      { kind: 'ask', id: 'c', actor: 'applicant', law: '§1', carries: [], format: 'text', when: { b: 'yes' } },
      { kind: 'review', id: 'review', actor: 'applicant', law: '§1', carries: [] },
    ] as const
    const answered = play({ ...flow, steps })
      .does(
        { kind: 'chose', ref: 'a', option: 'yes' },
        { kind: 'chose', ref: 'b', option: 'yes' },
        { kind: 'changes', ref: 'a' },
      )
      .does({ kind: 'chose', ref: 'a', option: 'no' })
    expect(answered.next).toBe('review')
  })
})

describe('several wards', () => {
  const first = [
    ...upToReview.slice(0, 4),
    'is on no record of guardianship',
    'uploaded a document',
    'named a ward',
  ] as const
  const second = [
    { kind: 'typed', text: 'Сынақова Дана' },
    { kind: 'typed', text: '1.2.2017' },
  ] as const

  test('the first is asked about at once', () => {
    expect(play().does(...first.slice(0, -1)).next).toBe('wards.1.name')
  })
  test('another can be added, and the list closed', () => {
    const walk = play().does(...first, { kind: 'adds-item' }, ...second, {
      kind: 'chose',
      ref: 'wards.2.birthRecord',
      option: 'earlierOrAbroad',
    })
    expect(walk.next).toBe('wards.2.birthCertificate')
    expect(walk.does('uploaded a document').next).toBe('wards')
    expect(walk.does('named all wards').next).toBe('delivery')
  })
  test('one that is removed takes its answers along', () => {
    const walk = play().does(...first, { kind: 'adds-item' }, ...second, {
      kind: 'chose',
      ref: 'wards.2.birthRecord',
      option: 'inRegisters',
    })
    walk.does({ kind: 'removes-item', item: 1 }, 'named all wards')
    expect(Object.keys(request(walk).answers).filter(ref => ref.startsWith('wards'))).toEqual([
      'wards.2.birthDate',
      'wards.2.birthRecord',
      'wards.2.name',
    ])
  })
  test('the last one cannot be removed', () => {
    expect(play().does(...first, { kind: 'removes-item', item: 1 }).last.entries).toEqual([])
  })
  test('are at most as many as the flow says', () => {
    const walk = play().does(...first)
    for (let n = 2; n <= 10; n++)
      walk.does({ kind: 'adds-item' }, ...second, {
        kind: 'chose',
        ref: `wards.${n}.birthRecord`,
        option: 'inRegisters',
      })
    expect(spoken(walk.does({ kind: 'adds-item' }).last.says)).toEqual(['note no-more-items'])
  })
  test('can be looked at and changed again after the list was closed', () => {
    const walk = play().does(...first, 'named all wards', 'wants it electronic', { kind: 'changes', ref: 'wards' })
    expect(walk.next).toBe('wards')
    expect(walk.does({ kind: 'adds-item' }).next).toBe('wards.2.name')
  })
})

describe('a register', () => {
  const asked = () => play().does('gave the IIN', 'signed in')

  test('is asked only after consent and proof of identity', () => {
    expect(
      play()
        .does('gave the IIN')
        .effects.some(({ kind }) => kind === 'look-up'),
    ).toBe(false)
    expect(asked().last.effects).toEqual([{ kind: 'look-up', ref: 'person', key: expect.any(String) }])
  })
  test('that answers an older question is not heard', () => {
    const walk = asked().does({ kind: 'register-answered', key: '0', outcome: 'missing', data: {} })
    expect([walk.last.entries, walk.next]).toEqual([[], 'person'])
  })
  test('that is silent is never "missing": it is said once, and waited for', () => {
    const walk = asked().does({ kind: 'delayed' })
    expect(spoken(walk.last.says)).toEqual(['note delayed.register'])
    expect(walk.does({ kind: 'delayed' }).last.entries).toEqual([])
    expect(walk.last.state).toMatchObject({ facts: {}, status: 'draft', pending: { delayed: true } })
    expect(walk.does('is in the register of persons').next).toBe('phone')
  })
  test('that says what the flow has no word for is a fault', () => {
    expect(() => asked().does({ kind: 'register-answered', outcome: 'perhaps', data: {} })).toThrow(UnexpectedOutcome)
  })
  test('of the dead halts the case, which can be tried again once the record is mended', () => {
    const walk = asked().does({ kind: 'register-answered', outcome: 'deceased', data: {} })
    expect(walk.last.state).toMatchObject({ status: 'halted', halted: { refusal: 'record-of-death' } })
    expect(walk.does({ kind: 'typed', text: '1' }).last.entries).toEqual([])
    walk.does({ kind: 'tries-again' })
    expect(walk.last).toMatchObject({ state: { status: 'draft' }, effects: [{ kind: 'look-up', ref: 'person' }] })
    expect(walk.does(registryOfficeMended).next).toBe('personConfirmed')
  })
})

describe('what a register said too long ago', () => {
  test('is asked again before anything is signed, and needs no second review when it stays the same', () => {
    const walk = play()
      .does(...upToReview)
      .pass(minutes(1441))
      .does('confirmed the review')
    expect(walk.last.effects).toEqual([{ kind: 'look-up', ref: 'person', key: expect.any(String) }])
    walk.does('is in the register of persons', 'is a guardian on record')
    expect(walk.next).toBe('signature')
  })
  test('is asked again when a new link to sign is wanted', () => {
    const walk = play()
      .does(...upToReview, 'confirmed the review')
      .pass(minutes(1441))
      .does({ kind: 'tries-again' })
    expect([walk.next, walk.last.state.pending?.what]).toEqual(['person', 'register'])
  })
  test('costs nobody the answer that he is just giving, nor the next question', () => {
    const walk = play()
      .does(...upToReview.slice(0, 3))
      .pass(minutes(1441))
      .does('gave a phone')
    expect(walk.last.state.answers.phone).toBe('+77011234567')
    expect(walk.next).toBe('guardianship')
  })
})

describe('proof of identity', () => {
  test.each(['refused', 'locked', 'forged'] as const)('that the portal refuses (%s) is RF-G3, numbered', reason => {
    const walk = play().does('gave the IIN', { kind: 'identity-refused', reason }, { kind: 'identity-refused', reason })
    expect(walk.last.entries).toMatchObject([
      { kind: 'attempted', refusal: 'RF-G3', number: 2, law: ['G-43', 'RF-G3'] },
    ])
    expect(walk.last.says).toMatchObject([{ kind: 'refusal', refusal: 'RF-G3', number: 2, law: '§11(4)' }])
    expect(walk.next).toBe('identity')
  })
  test('of somebody else is said so, and neither number is kept or shown', () => {
    const walk = play().does('gave the IIN', { kind: 'identified', iin: otherIin, name })
    expect(spoken(walk.last.says)).toEqual(['note identity.other-person'])
    expect(JSON.stringify(walk.last.entries)).not.toMatch(new RegExp(`${iin}|${otherIin}`))
    expect(walk.last.state.applicant).toBeUndefined()
  })
  test('that was broken off is no refusal', () => {
    const walk = play().does('gave the IIN', { kind: 'identity-refused', reason: 'cancelled' })
    expect(spoken(walk.last.says)).toEqual(['note identity.cancelled'])
  })
  test('counts even when the applicant has gone back to look at his IIN meanwhile', () => {
    const walk = play().does('gave the IIN', { kind: 'went-back' }, 'signed in', { kind: 'keeps' })
    expect(walk.next).toBe('person')
  })
  test.each([
    ['before the IIN was given', []],
    ['when it was proved already', ['gave the IIN', 'signed in']],
  ] as const)('changes nothing %s', (_, before) => {
    const walk = play().does(...before)
    expect(walk.does({ kind: 'identity-refused', reason: 'refused' }).last.entries).toEqual([])
    expect(walk.does('signed in').last.entries).toEqual([])
  })
})

describe('the signature', () => {
  const atSigning = () => play().does(...upToReview, 'confirmed the review')

  test('is asked for by a link that lives 15 minutes', () => {
    const walk = atSigning()
    expect(walk.last.state.pending).toMatchObject({ what: 'signature', until: '2026-11-23T05:15:00.000Z' })
  })
  test('over something else than what was reviewed counts for nothing', () => {
    const walk = atSigning().does({ kind: 'signature-accepted', digest: '0'.repeat(64), signature: 's1', signer: name })
    expect([walk.last.entries, walk.next]).toEqual([[], 'signature'])
  })
  test('that is refused is RF-G4, numbered, and a new link is made', () => {
    const walk = atSigning().does({ kind: 'signature-refused', reason: 'revoked' })
    const before = walk.last.state.pending?.key
    walk.does({ kind: 'signature-refused', reason: 'expired' })
    expect(walk.last.entries).toMatchObject([{ refusal: 'RF-G4', reason: 'expired', number: 2 }, { kind: 'requested' }])
    expect(walk.last.says).toMatchObject([{ refusal: 'RF-G4', number: 2, law: '§11(7)' }])
    expect(walk.last.state.pending?.key).not.toBe(before)
  })
  test('that was broken off can be begun again', () => {
    const walk = atSigning().does({ kind: 'signing-cancelled' })
    expect([...spoken(walk.last.says), walk.next]).toEqual(['note signing-cancelled', 'signature'])
  })
  test('can be begun with a new link, and the old one ends', () => {
    const walk = atSigning()
    const old = walk.last.state.pending?.key ?? ''
    walk.does({ kind: 'tries-again' })
    expect(walk.last.state.pending).toMatchObject({ what: 'signature', key: expect.not.stringMatching(`^${old}$`) })
    expect(walk.does({ kind: 'signing-cancelled', key: old }).last.entries).toEqual([])
  })
  test('whose certificate cannot be checked now is kept, and checked until it can', () => {
    const walk = atSigning().does({ kind: 'delayed', signature: 's1' })
    expect(walk.last.effects).toMatchObject([{ kind: 'verify-signature', detail: 's1' }])
    expect(walk.does('signed').last.state.status).toBe('submitted')
  })
  test('seals the case: nothing that the applicant does changes it any more', () => {
    const walk = atSigning().does('signed')
    const sealed = walk.last.state
    const acts = [
      { kind: 'typed', text: otherIin },
      { kind: 'chose', ref: 'delivery', option: 'paper' },
      { kind: 'changes', ref: 'phone' },
      { kind: 'went-back' },
      { kind: 'tries-again' },
      { kind: 'deletes' },
    ] as const
    for (const act of acts) {
      expect(walk.does(act).last).toMatchObject({ entries: [], says: [{ key: 'already-sent' }] })
      expect(walk.last.state).toEqual(sealed)
    }
  })
})

describe('the promise', () => {
  const toSigned = (...middle: Stretch[]) =>
    play()
      .does('gave the IIN', 'signed in', ...middle, 'wants it electronic', 'confirmed the review')
      .pass(minutes(10))
      .does('signed').last.state.signed
  const noWards = ['is on no record of guardianship', 'uploaded a document', 'named a ward', 'named all wards'] as const
  const threeDays = { track: 'manual', limit: 'T-06', due: '2026-11-26T13:30:00.000Z' }

  test('is 5 minutes when the record is found, counted from the submission', () => {
    expect(toSigned('is in the register of persons', 'gave a phone', 'is a guardian on record')).toMatchObject({
      track: 'automatic',
      limit: 'T-05',
      at: '2026-11-23T05:10:00.000Z',
      due: '2026-11-23T05:15:00.000Z',
    })
  })
  test('is 3 working days when it is not', () => {
    expect(toSigned('is in the register of persons', 'gave a phone', ...noWards)).toMatchObject(threeDays)
  })
  test('is 3 working days when the record is disputed', () => {
    expect(toSigned('is in the register of persons', 'gave a phone', 'disputes the record')).toMatchObject(threeDays)
  })
  test('that is not kept is said once, after its time and not before', () => {
    const walk = play().does(...upToReview, 'confirmed the review', 'signed')
    expect(walk.does({ kind: 'time-came', what: 'promise' }).last.entries).toEqual([])
    walk.pass(minutes(5)).does({ kind: 'time-came', what: 'promise' })
    expect(walk.last).toMatchObject({ entries: [{ kind: 'overdue', law: ['T-05'] }], says: [{ key: 'overdue' }] })
    expect(walk.does({ kind: 'time-came', what: 'promise' }).last.entries).toEqual([])
  })
  test('that was kept is never said to be broken', () => {
    const walk = play().does(...upToReview, 'confirmed the review', 'signed', 'is registered', 'is approved')
    expect(walk.pass(minutes(9)).does({ kind: 'time-came', what: 'promise' }).last.entries).toEqual([])
  })
})

describe('an untouched draft', () => {
  const time = { kind: 'time-came', what: 'draft' } as const

  test('is mentioned after a week and let go after another', () => {
    const walk = play().does('gave the IIN')
    expect(walk.pass(days(7) - 1).does(time).last.entries).toEqual([])
    expect(spoken(walk.pass(1).does(time).last.says)).toEqual(['note draft-reminder'])
    expect(walk.pass(days(7) - 1).does(time).last.entries).toEqual([])
    expect(walk.pass(1).does(time).last.state.status).toBe('expired')
  })
  test('that is touched again has its two weeks from then', () => {
    const walk = play().does('gave the IIN').pass(days(7)).does(time).pass(days(6)).does({ kind: 'went-back' })
    expect(walk.pass(days(6)).does(time).last.entries).toEqual([])
    expect(spoken(walk.pass(days(1)).does(time).last.says)).toEqual(['note draft-reminder'])
  })
  test('is not what a signed case is', () => {
    const walk = play()
      .does(...upToReview, 'confirmed the review', 'signed')
      .pass(days(30))
    expect(walk.does(time).last.entries).toEqual([])
  })
})

describe('a decision', () => {
  const decided = () => play().does(...upToReview, 'confirmed the review', 'signed', 'is registered')

  test('to refuse must name a ground that the flow knows', () => {
    const refusal = { kind: 'decided', outcome: 'refuse', at: instant('2026-11-23T05:01:00Z'), signer } as const
    expect(() => decided().does({ ...refusal, ground: 'mood' })).toThrow(UnexpectedOutcome)
  })
  test('is followed only by its own paper', () => {
    const walk = decided().does('is refused', 'got the certificate')
    expect([walk.last.entries, walk.last.state.status]).toEqual([[], 'decided'])
    expect(walk.does('got the refusal').last.state.status).toBe('refused')
  })
  test('reaches the cabinet once, and only with its paper', () => {
    const walk = decided().does('is approved', { kind: 'delivered' })
    expect(walk.last.entries).toEqual([])
    expect(walk.does('got the certificate', { kind: 'delivered' }).last.entries).toMatchObject([{ law: ['G-06'] }])
    expect(walk.does({ kind: 'delivered' }).last.entries).toEqual([])
  })
})

describe('files', () => {
  const asked = () => play().does(...upToReview.slice(0, 4), 'is on no record of guardianship')
  const sent: Played = { kind: 'sent-files', files: [{ source: 'telegram', id: 'f1' }] }

  test('are no answer before they are checked', () => {
    const walk = asked().does(sent)
    expect([walk.next, walk.last.effects[0]?.kind]).toEqual(['appointmentDecision', 'take-files'])
    expect(walk.last.state.answers).not.toHaveProperty('appointmentDecision')
  })
  test('that are refused can be sent again', () => {
    const walk = asked().does(sent, { kind: 'files-refused', problem: 'password' })
    expect(spoken(walk.last.says)).toEqual(['note files.password'])
    expect(walk.does('uploaded a document').next).toBe('wards.1.name')
  })
  test('sent while others are being checked wait their turn', () => {
    const walk = asked().does(sent, sent)
    expect([walk.last.entries, spoken(walk.last.says)]).toEqual([[], ['note still-checking']])
  })
  test('are not kept when none are asked for', () => {
    const walk = asked().does('uploaded a document', sent)
    expect([walk.last.entries, spoken(walk.last.says)]).toEqual([[], ['note no-file-asked']])
  })
})

test.each([
  [
    'text where a choice is asked',
    ['gave the IIN', 'signed in', { kind: 'register-answered', outcome: 'found', data: {} }],
    'choose',
  ],
  ['a password where the portal is to be used', ['gave the IIN'], 'identify'],
  ['text at the review', upToReview, 'review'],
  ['text at the signature', [...upToReview, 'confirmed the review'], 'sign'],
] as const)('%s is answered with what to do instead', (_, before, kind) => {
  const walk = play().does(...before, { kind: 'typed', text: 'qwerty123' })
  expect([walk.last.entries, spoken(walk.last.says)]).toEqual([[], [`note not-typed.${kind}`]])
})
