import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '../../flows/catalogue.ts'
import type { CaseState } from '../../flows/engine/case.ts'
import type { Entry } from '../../flows/engine/entries.ts'
import flow from '../../flows/guardianship-certificate/flow.ts'
import { freshDatabase } from '../../test/support/database.ts'
import { play, type Stretch, upToReview } from '../../test/support/turns.ts'
import type { Database } from '../database/port.ts'
import { createKeys } from '../keys/keys.ts'
import { commit } from './commit.ts'
import { rebuildCases } from './rebuild.ts'
import { openSnapshot, sealEntries } from './sealing.ts'

const keys = createKeys(randomBytes(32))
let database: Database
beforeEach(async () => {
  database = await freshDatabase()
})

const rebuild = (checkOnly = false) => rebuildCases(database, keys, catalogue, { checkOnly })
const sql = (text: string, ...values: unknown[]) => database.query(text, values)

async function write(about: {
  id: string
  key: ReturnType<typeof keys.create>['key']
  wrapped?: Uint8Array
  revision?: number
  state: CaseState
  entries: readonly Entry[]
  after: { seq: number; hash: string }
  now: Entry['at']
}) {
  const { now, ...kase } = about
  const change = { now, sends: [], kase: { ...kase, flow, effects: [], bindings: [] } }
  expect(await commit(database, change, keys.own('outgoing'))).toMatchObject({ outcome: 'done' })
}

/** A case that went as far, each of its turns written as the desk writes it. */
async function caseThat(...stretches: Stretch[]): Promise<string> {
  const id = randomUUID()
  const { key, wrapped } = keys.create()
  const walk = play()
  let after = { seq: 0, hash: '' }
  let revision: number | undefined
  const keep = async () => {
    const { state, entries } = walk.last
    await write({
      id,
      key,
      state,
      entries,
      after,
      now: state.startedAt,
      ...(revision === undefined ? { wrapped } : { revision }),
    })
    const [last] = await database.query<{ hash: Uint8Array }>(
      'select hash from ledger where application = $1 order by seq desc limit 1',
      [id],
    )
    after = { seq: state.seq, hash: Buffer.from(last?.hash ?? []).toString('hex') }
    revision = (revision ?? -1) + 1
  }
  await keep()
  for (const stretch of stretches)
    for (const input of walk.inputsOf(stretch)) {
      walk.does(input)
      await keep()
    }
  return id
}

const signed = [...upToReview, 'confirmed the review', 'signed', 'is registered'] as const

test('what the turns wrote is what the ledgers say', async () => {
  await caseThat()
  await caseThat(...upToReview)
  await caseThat(...signed, 'is approved', 'got the certificate')
  expect(await rebuild()).toEqual({ cases: 3, differing: [], broken: [] })
})

describe('a projection that is wrong', () => {
  test.each([
    ['a head that says something else', `update case_head set status = 'issued', number = '1'`],
    ['a head that is missing', 'delete from case_head'],
    ['a snapshot that is missing', 'update application set snapshot = null'],
    ['a snapshot that cannot be opened', `update application set snapshot = 'nothing'::bytea`],
  ])('%s is found by a check and mended by a rebuild', async (_, damage) => {
    const id = await caseThat(...signed)
    const read = () =>
      sql('select status, waits_for, number, due, started_at from case_head where application = $1', id)
    const before = await read()
    await sql(damage)
    expect(await rebuild(true)).toEqual({ cases: 1, differing: [id], broken: [] })
    expect(await rebuild()).toEqual({ cases: 1, differing: [id], broken: [] })
    expect(await rebuild()).toEqual({ cases: 1, differing: [], broken: [] })
    expect(await read()).toEqual(before)
  })

  test('is written with a new revision, so that a turn on the old snapshot computes again', async () => {
    const id = await caseThat('gave the IIN')
    const revision = async () => (await sql('select revision from application where id = $1', id))[0]?.revision
    const before = Number(await revision())
    await sql('delete from case_head')
    await rebuild(true)
    expect(await revision()).toBe(before)
    await rebuild()
    expect(await revision()).toBe(before + 1)
  })

  test('an older snapshot is brought up to the ledger', async () => {
    const id = await caseThat('gave the IIN')
    const [older] = await database.query<{ snapshot: Uint8Array }>('select snapshot from application where id = $1', [
      id,
    ])
    const [row] = await database.query<{ key: Uint8Array }>('select key from application where id = $1', [id])
    const key = keys.unwrap(row?.key ?? new Uint8Array())
    const { state, hash } = openSnapshot(id, key, older?.snapshot ?? new Uint8Array())
    const entry: Entry = { kind: 'revisited', ref: 'iin', at: state.startedAt, actor: 'applicant', law: [] }
    const { sealed } = sealEntries(id, key, { seq: state.seq, hash }, [entry])
    for (const { seq, at, kind, ref, actor, law, payload, hash } of sealed)
      await sql(
        'insert into ledger values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        id,
        seq,
        at,
        kind,
        ref,
        actor,
        law,
        payload,
        hash,
      )
    expect(await rebuild()).toMatchObject({ differing: [id], broken: [] })
    expect(await rebuild()).toMatchObject({ differing: [], broken: [] })
  })
})

describe('a ledger that was altered is found and never folded', () => {
  test.each([
    ['a value', `update ledger set payload = set_byte(payload, 20, get_byte(payload, 20) # 1) where seq = 3`],
    ['a label', `update ledger set kind = 'consented' where seq = 2`],
    ['a law', `update ledger set law = '{G-99}' where seq = 3`],
    ['a time', `update ledger set at = at - interval '1 day' where seq = 2`],
    ['a missing entry', 'delete from ledger where seq = 3'],
    ['a missing beginning', 'delete from ledger where seq = 1'],
    ['a missing end', 'delete from ledger where seq = (select max(seq) from ledger)'],
    ['a missing ledger', 'delete from ledger'],
    [
      'two entries that changed places',
      `update ledger a set payload = b.payload, hash = b.hash from ledger b
       where a.application = b.application and a.seq + b.seq = 5 and a.seq in (2, 3)`,
    ],
  ])('%s', async (_, damage) => {
    const id = await caseThat(...upToReview)
    const before = await sql('select * from application')
    await sql(damage)
    expect(await rebuild()).toEqual({ cases: 1, differing: [], broken: [id] })
    expect(await sql('select * from application')).toEqual(before)
  })

  test('an entry moved over from another case', async () => {
    const [one, other] = [await caseThat('gave the IIN'), await caseThat('gave the IIN')]
    await sql(
      `update ledger a set payload = b.payload, hash = b.hash from ledger b
       where a.application = $1 and b.application = $2 and a.seq = 3 and b.seq = 3`,
      one,
      other,
    )
    expect(await rebuild()).toEqual({ cases: 2, differing: [], broken: [one] })
  })

  test('and does not keep the others from being mended', async () => {
    const [one, other] = [await caseThat('gave the IIN'), await caseThat('gave the IIN')]
    await sql('delete from ledger where application = $1 and seq = 2', one)
    await sql('delete from case_head where application = $1', other)
    expect(await rebuild()).toEqual({ cases: 2, differing: [other], broken: [one] })
  })
})

test('a case whose key was deleted is passed over', async () => {
  await caseThat('gave the IIN')
  await sql('update application set key = null, snapshot = null')
  expect(await rebuild()).toEqual({ cases: 0, differing: [], broken: [] })
})

test('under another master key every case is broken and none is touched', async () => {
  const id = await caseThat('gave the IIN')
  expect(await rebuildCases(database, createKeys(randomBytes(32)), catalogue)).toEqual({
    cases: 1,
    differing: [],
    broken: [id],
  })
})
