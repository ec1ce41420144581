import { beforeEach, describe, expect, test } from 'vitest'
import { foldAll } from '../../flows/engine/case.ts'
import { days, instant } from '../../flows/values/time.ts'
import { freshDatabase } from '../../test/support/database.ts'
import { type Chat, everythingIn, foundIn, type Office, openOffice } from '../../test/support/desk.ts'
import { iin, name, otherIin, signer } from '../../test/support/turns.ts'
import { KeyError } from '../keys/port.ts'
import { LedgerAltered, openEntries, openSnapshot, type SealedEntry } from './sealing.ts'

let office: Office
let chat: Chat
beforeEach(async () => {
  office = openOffice(await freshDatabase())
  chat = await office.chat().begins()
})

async function ledgerOf(id: string): Promise<SealedEntry[]> {
  const rows = await office.database.query<SealedEntry & { at: Date }>(
    'select seq, at, kind, ref, actor, law, payload, hash from ledger where application = $1 order by seq',
    [id],
  )
  return rows.map(row => ({ ...row, at: instant(row.at) }))
}

async function rowOf(id: string) {
  const [row] = await office.database.query<{ key: Uint8Array | null; snapshot: Uint8Array | null }>(
    'select key, snapshot from application where id = $1',
    [id],
  )
  return row ?? { key: null, snapshot: null }
}

/** With detours: a refusal, answers changed, a document, several wards and one removed. */
async function goLong(): Promise<void> {
  await chat.goes('gave the IIN', { kind: 'identity-refused', reason: 'refused' }, 'signed in')
  await chat.goes('is in the register of persons', 'gave a phone', 'disputes the record')
  await chat.goes({ kind: 'changes', ref: 'iin' }, { kind: 'typed', text: otherIin })
  await chat.goes({ kind: 'identified', iin: otherIin, name }, 'is not in the register of persons')
  await chat.goes('is on no record of guardianship', 'uploaded a document', 'named a ward', { kind: 'adds-item' })
  await chat.goes({ kind: 'typed', text: 'Сынақова Көркем' }, { kind: 'typed', text: '08.03.2016' })
  await chat.goes({ kind: 'chose', ref: 'wards.2.birthRecord', option: 'inRegisters' })
  await chat.goes({ kind: 'removes-item', item: 2 }, 'named all wards', 'wants it electronic')
  await chat.goes('confirmed the review', { kind: 'signature-refused', reason: 'revoked' }, 'signed', 'is registered')
}

describe('the ledger', () => {
  test('is chained and says what the snapshot says, after every kind of turn', async () => {
    await goLong()
    const { id, key, state } = await chat.kase()
    const { entries, hash } = openEntries(id, key, await ledgerOf(id))
    expect(entries.length).toBeGreaterThan(45)
    expect(state).toMatchObject({ status: 'registered', items: { wards: { ids: [1] } } })
    expect(JSON.parse(JSON.stringify(foldAll(entries)))).toEqual(state)
    expect(openSnapshot(id, key, (await rowOf(id)).snapshot ?? new Uint8Array())).toEqual({ state, hash })
  })

  test('shows that a row was changed, left out or moved', async () => {
    await chat.goes('gave the IIN', 'signed in')
    const { id, key } = await chat.kase()
    const rows = await ledgerOf(id)
    const [first, second, third] = rows
    if (!first || !second || !third) throw new RangeError('the ledger is too short')
    const altered = [
      [first, { ...second, actor: 'system' }],
      [first, { ...second, law: ['G-01'] }],
      [first, { ...second, payload: third.payload }],
      [first, third],
      [second, first],
      rows.slice(1),
    ]
    for (const ledger of altered) expect(() => openEntries(id, key, ledger)).toThrow(LedgerAltered)
  })
})

describe('a case that is erased', () => {
  async function expectErased(id: string, before: SealedEntry[]) {
    expect(await office.desk.find(id)).toBeUndefined()
    expect(await rowOf(id)).toEqual({ key: null, snapshot: null })
    // What is left is ciphertext under a key that exists no more.
    const rows = await ledgerOf(id)
    expect(rows.length).toBeGreaterThan(before.length)
    expect(() => openEntries(id, office.keys.create().key, rows)).toThrow(KeyError)
  }

  test('by its owner loses key and snapshot, and with them every value of its ledger', async () => {
    await chat.goes('gave the IIN', 'signed in', 'is not in the register of persons')
    const { id } = await chat.kase()
    const before = await ledgerOf(id)
    await chat.goes({ kind: 'deletes' })
    await expectErased(id, before)
    expect((await chat.shown()).at(-1)).toBe('note draft-deleted, menu')
    await expect(chat.question()).rejects.toThrow('no question')
  })

  test('by time: a draft that nobody touched is mentioned after a week and let go after another', async () => {
    await chat.goes('gave the IIN')
    const { id } = await chat.kase()
    const before = await ledgerOf(id)
    const time = { kind: 'time-came', what: 'draft' } as const
    office.clock.pass(days(7))
    await office.desk.apply(id, time)
    expect((await chat.shown()).at(-1)).toBe('note draft-reminder, asks identity')
    office.clock.pass(days(7))
    await office.desk.apply(id, time)
    await expectErased(id, before)
    expect((await chat.shown()).at(-1)).toBe('note draft-expired, nothing')
  })

  test('takes no answer any more', async () => {
    await chat.goes('gave the IIN')
    const { id } = await chat.kase()
    await chat.goes({ kind: 'deletes' })
    expect(await office.desk.apply(id, { kind: 'identified', iin, name })).toBeUndefined()
    expect(await office.desk.upload(id, 'appointmentDecision', [])).toBeUndefined()
  })
})

test('nothing personal stands in the database in the clear: not in a case, a message on its way, or a parked input', async () => {
  const canaries = {
    iin,
    otherIin,
    name,
    surname: 'Сынақова',
    ward: 'Сынақов Арман',
    wardBorn: '2015-03-07',
    address: 'Астана, Абай 1, 2',
    phone: '+77011234567',
    decision: '"decisionNumber"',
    signer: signer.name,
    explanation: 'Шешім нөмірі басқа',
    parked: 'менің құпия хатым',
  }
  await goLong()
  // What is sent from here on stays on its way.
  const stuck = office.again({
    sender: async () => ({ retryAfterMs: days(1) }),
    face: {
      render: (view, _, priority) => {
        if (view.says.some(({ kind }) => kind === 'note')) throw new TypeError(canaries.parked)
        return [{ method: 'show', payload: { text: Object.values(canaries) }, priority }]
      },
    },
  })
  await stuck.chat().taps({ kind: 'status' })
  expect(await stuck.chat().types(canaries.parked)).toBe('parked')
  await stuck.runner.settled()
  const everything = await everythingIn(office.database)
  expect(foundIn(everything, Object.values(canaries))).toEqual([])
  // The search would find them: the same words in a table of their own.
  expect(foundIn(JSON.stringify(Object.values(canaries)), Object.values(canaries))).toEqual(Object.values(canaries))
  expect(everything).toContain('"kind": "identified"')
  const underWay = await office.database.query("select from effect where kind = 'send' and payload is not null")
  expect(underWay.length).toBeGreaterThan(0)
})
