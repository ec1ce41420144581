import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { OutsideInput } from '../../flows/engine/input.ts'
import { days, instant } from '../../flows/values/time.ts'
import { freshDatabase } from '../../test/support/database.ts'
import { openOffice } from '../../test/support/desk.ts'
import { iin, otherIin, type Stretch, signer, upToReview } from '../../test/support/turns.ts'

const office = async () => openOffice(await freshDatabase())
const noon = instant('2026-11-23T07:00:00.000Z')
const decided = [...upToReview, 'confirmed the review', 'signed', 'is registered', 'is approved'] as const

describe('an answer of the outside', () => {
  test('moves the case on and shows its chat where it stands', async () => {
    const { chat: sit } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN', 'signed in')
    expect((await chat.shown()).slice(-3)).toEqual(['asks iin', 'asks identity', 'asks person'])
  })

  const late: OutsideInput[] = [
    { kind: 'register-answered', key: '1', outcome: 'found', data: {} },
    { kind: 'files-checked', key: '1', documents: [] },
    { kind: 'files-refused', key: '1', problem: 'corrupt' },
    { kind: 'signature-accepted', key: '1', digest: 'd', signature: 's', signer: 'Ә' },
    { kind: 'signature-refused', key: '1', reason: 'revoked' },
    { kind: 'signing-cancelled', key: '1' },
    { kind: 'delayed', key: '1' },
    { kind: 'registered', key: '1', number: 'KZ-1', at: noon },
    { kind: 'decided', key: '1', outcome: 'approve', at: noon, signer },
    { kind: 'issued', key: '1', paper: 'certificate', number: 'C-1' },
    { kind: 'delivered' },
    { kind: 'identified', iin, name: 'Ә' },
    { kind: 'identity-refused', reason: 'refused' },
    { kind: 'time-came', what: 'promise' },
    { kind: 'time-came', what: 'draft' },
  ]

  test.each<{ where: string; way: Stretch[] }>([
    { where: 'at its first question', way: [] },
    { where: 'waiting for a register', way: ['gave the IIN', 'signed in'] },
    { where: 'at the review', way: upToReview },
    { where: 'waiting for the signature', way: [...upToReview, 'confirmed the review'] },
    { where: 'with the provider', way: [...upToReview, 'confirmed the review', 'signed', 'is registered'] },
  ])('to a request that does not stand changes nothing in a case $where, and says nothing', async ({ way }) => {
    const { chat: sit, desk } = await office()
    const chat = await (await sit().begins()).goes(...way)
    const { id, state, revision } = await chat.kase()
    const shown = await chat.shown()
    for (const input of late) expect(await desk.apply(id, input)).toMatchObject({ changed: false })
    expect(await desk.find(id)).toMatchObject({ state, revision })
    expect(await chat.shown()).toEqual(shown)
  })

  test('given twice, at once, is taken once', async () => {
    const { chat: sit, desk, again, database } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN', 'signed in')
    const { id, state } = await chat.kase()
    const input: OutsideInput = {
      kind: 'register-answered',
      key: state.pending?.key ?? '',
      outcome: 'missing',
      data: {},
    }
    const other = again()
    const applied = await Promise.all([1, 2, 3, 4].flatMap(() => [desk.apply(id, input), other.desk.apply(id, input)]))
    expect(applied.filter(one => one?.changed)).toHaveLength(1)
    expect(await database.query("select count(*)::integer as n from ledger where kind = 'fact'")).toEqual([{ n: 1 }])
    expect((await chat.shown()).filter(text => text === 'asks fullName')).toHaveLength(1)
  })

  test('that somebody else has signed in proves nothing, and is told without either number', async () => {
    const { chat: sit, desk, database } = await office()
    const chat = await (await sit().begins()).goes('gave the IIN')
    const { id } = await chat.kase()
    expect(await desk.apply(id, { kind: 'identified', iin: otherIin, name: 'Ә' })).toMatchObject({ changed: true })
    const { state } = await chat.kase()
    expect(state).toMatchObject({ attempts: { identity: 1 }, facts: {} })
    expect(state.applicant).toBeUndefined()
    expect((await chat.shown()).at(-1)).toBe('note identity.other-person, asks identity')
    expect(await database.query('select person from application')).toEqual([{ person: null }])
    expect(await database.query("select from effect where kind = 'look-up'")).toEqual([])
  })

  test('about a case that nobody knows is no fault', async () => {
    const { desk } = await office()
    expect(await desk.apply(randomUUID(), { kind: 'delivered' })).toBeUndefined()
  })

  test('is shown to no other chat', async () => {
    const { chat: sit } = await office()
    const other = await sit('2').begins()
    const before = await other.shown()
    await (await sit('1').begins()).goes(...decided)
    expect(await other.shown()).toEqual(before)
  })
})

describe('files by the web', () => {
  const files = [{ source: 'quarantine', id: 'q1' } as const]

  test('are taken where they are asked for and nowhere else', async () => {
    const { chat: sit, desk } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN', 'signed in', 'is not in the register of persons', 'gave a phone')
    await chat.goes('is on no record of guardianship')
    const { id } = await chat.kase()
    expect(await desk.upload(id, 'wards.1.birthCertificate', files)).toMatchObject({ changed: false })
    expect(await desk.upload(id, 'appointmentDecision', files)).toMatchObject({ changed: true })
    expect(await desk.upload(id, 'appointmentDecision', files)).toMatchObject({ changed: false })
    expect((await chat.kase()).state.pending).toMatchObject({ ref: 'appointmentDecision', what: 'files', files })
  })
})

describe('the chat of a case', () => {
  const proofs = (database: Awaited<ReturnType<typeof office>>['database']) =>
    database.query<{ proved_until: Date }>('select proved_until from channel_binding')

  test('is proved by the sign-in, for fourteen days, and by nothing else', async () => {
    const { chat: sit, database, clock } = await office()
    const begun = clock.now()
    const chat = await sit().begins()
    await chat.goes('gave the IIN')
    expect(await proofs(database)).toEqual([{ proved_until: new Date(begun) }])
    clock.pass(days(1))
    await chat.goes('signed in')
    const until = new Date(Date.parse(begun) + days(15))
    expect(await proofs(database)).toEqual([{ proved_until: until }])
    clock.pass(60_000)
    await chat.goes('is in the register of persons', 'gave a phone')
    expect(await proofs(database)).toEqual([{ proved_until: until }])
  })

  test('is proved anew when the applicant signs in again', async () => {
    const { chat: sit, database, clock } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN', 'signed in')
    clock.pass(days(3))
    await chat.goes({ kind: 'changes', ref: 'iin' }, { kind: 'typed', text: '050615600011' })
    expect((await chat.question()).place.ref).toBe('identity')
    await chat.goes({ kind: 'identified', iin: '050615600011', name: 'Ә' })
    expect(await proofs(database)).toEqual([{ proved_until: new Date(Date.parse(clock.now()) + days(14)) }])
  })

  test('gets its papers while the proof holds', async () => {
    const { chat: sit, clock } = await office()
    const chat = await sit().begins()
    await chat.goes(...decided)
    clock.pass(days(13))
    await chat.goes('got the certificate')
    expect((await chat.shown()).slice(-2)).toEqual(['paper C-1', 'paper certificate, asks result'])
  })

  test('is asked to prove itself again instead when the proof is fourteen days old', async () => {
    const { chat: sit, clock } = await office()
    const chat = await sit().begins()
    await chat.goes(...decided)
    clock.pass(days(14))
    await chat.goes('got the certificate')
    const shown = await chat.shown()
    expect(shown.at(-1)).toBe('note prove-again, asks result')
    expect(shown.some(text => text.includes('C-1'))).toBe(false)
  })
})
