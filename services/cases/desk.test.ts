import { describe, expect, test } from 'vitest'
import flow from '../../flows/guardianship-certificate/flow.ts'
import { engines, freshServerDatabase } from '../../test/support/database.ts'
import { openOffice } from '../../test/support/desk.ts'
import { findPostgres } from '../../test/support/postgres-binaries.ts'
import { iin, upToReview } from '../../test/support/turns.ts'
import type { Database } from '../database/port.ts'

const ledger = (database: Database) =>
  database.query<{ application: string; kind: string; seq: number }>(
    'select application, kind, seq from ledger order by application, seq',
  )
const kinds = async (database: Database) => (await ledger(database)).map(({ kind }) => kind)
const onServer = findPostgres() !== undefined
const twenty = Array.from({ length: 20 }, (_, i) => i)

test.skipIf(!onServer)('a chat may turn to a case while the outside answers to it (needs PostgreSQL)', async () => {
  const { database, desk, chat: sit } = openOffice(await freshServerDatabase())
  const chat = await sit().begins()
  await chat.goes('gave the IIN', 'signed in')
  const { id, state } = await chat.kase()
  await database.query('update session set application = null')
  const [held, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const turning = database.transaction(async sql => {
    await sql.query('select from session for update')
    held.resolve()
    await go.promise
    await sql.query('update session set application = $1', [id])
  })
  await held.promise
  const key = state.pending?.key ?? ''
  const answer = desk.apply(id, { kind: 'register-answered', key, outcome: 'found', data: {} })
  // The answer holds its case and waits for the session; then the session asks for the case.
  const waiting = () => database.query('select from pg_locks where not granted')
  await expect
    .poll(async () => (await waiting()).length)
    .toBeGreaterThan(0)
    .finally(go.resolve)
  await turning
  expect(await answer).toMatchObject({ changed: true })
})

describe.each(engines)('the desk on $engine', ({ fresh, missing }) => {
  describe.skipIf(missing)(missing ?? 'an update that is delivered again', () => {
    test('one after the other changes and answers once', async () => {
      const office = openOffice(await fresh())
      const chat = await office.chat().begins()
      const update = chat.update({ kind: 'action', action: await chat.button({ kind: 'agreed' }) })
      expect(await office.desk.receive(update)).toBe('done')
      expect(await office.desk.receive(update)).toBe('duplicate')
      expect(await office.desk.receive(update)).toBe('duplicate')
      expect(await kinds(office.database)).toEqual(['started', 'answered'])
      expect(await chat.shown()).toEqual(['menu', 'asks consent', 'asks iin'])
    })

    test('twenty at once change and answer once', async () => {
      const office = openOffice(await fresh())
      const chat = await office.chat().begins()
      const update = chat.update({ kind: 'action', action: await chat.button({ kind: 'agreed' }) })
      const received = await Promise.all(twenty.map(() => office.desk.receive(update)))
      expect(received.filter(outcome => outcome === 'done')).toHaveLength(1)
      expect(received.filter(outcome => outcome === 'duplicate')).toHaveLength(19)
      expect(await kinds(office.database)).toEqual(['started', 'answered'])
      expect(await chat.shown()).toEqual(['menu', 'asks consent', 'asks iin'])
    })

    test('after a restart, and at another process, changes and answers once', async () => {
      const office = openOffice(await fresh())
      const chat = await office.chat().begins()
      const update = chat.update({ kind: 'action', action: await chat.button({ kind: 'agreed' }) })
      await office.desk.receive(update)
      await office.runner.stop()
      const restarted = office.again()
      expect(await restarted.desk.receive(update)).toBe('duplicate')
      expect(await kinds(office.database)).toEqual(['started', 'answered'])
    })

    test('the very first update of a chat too', async () => {
      const office = openOffice(await fresh())
      const chat = office.chat()
      const update = chat.update({ kind: 'command', command: 'start' })
      const received = await Promise.all(twenty.map(() => office.desk.receive(update)))
      expect(received.filter(outcome => outcome === 'done')).toHaveLength(1)
      expect(await chat.shown()).toEqual(['choose-language'])
    })
  })

  describe.skipIf(missing)('updates of one chat at the same moment', () => {
    test('fifty all take effect in some order, and each is answered', async () => {
      const office = openOffice(await fresh())
      const chat = await office.chat().begins()
      await chat.goes('gave the IIN', 'signed in', 'is in the register of persons')
      const before = (await ledger(office.database)).length
      const phones = Array.from({ length: 50 }, (_, i) => `870112345${String(i).padStart(2, '0')}`)
      const received = await Promise.all(phones.map(phone => chat.types(phone)))
      expect(received.every(outcome => outcome === 'done')).toBe(true)
      const after = await ledger(office.database)
      expect(after.map(({ seq }) => seq)).toEqual(after.map((_, i) => i + 1))
      // The first is the answer and asks the register; the others find a question that is not typed.
      expect(after.slice(before).map(({ kind }) => kind)).toEqual(['answered', 'requested'])
      const shown = await chat.shown()
      expect(shown.slice(-50).toSorted()).toEqual([
        'asks guardianship',
        ...Array.from({ length: 49 }, () => 'note not-typed.check, asks guardianship'),
      ])
    })

    test('fifty at two processes are all written, none twice', async () => {
      const office = openOffice(await fresh())
      const other = office.again()
      const chats = [await office.chat().begins(), other.chat()]
      await chats[0]?.goes('gave the IIN', 'signed in', 'is not in the register of persons', 'gave a phone')
      await chats[0]?.goes('is on no record of guardianship', 'uploaded a document', 'named a ward')
      const received = await Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          const chat = i % 2 ? chats[1] : chats[0]
          return i % 5 ? chat?.types('a word') : chat?.taps({ kind: 'language', language: i % 2 ? 'kk' : 'ru' })
        }),
      )
      expect(received.filter(outcome => outcome === 'done')).toHaveLength(50)
      const [{ revision } = { revision: 0 }] = await office.database.query<{ revision: number }>(
        'select revision from session',
      )
      const [{ taken } = { taken: 0 }] = await office.database.query<{ taken: number }>(
        "select count(*)::integer as taken from received where id like 'telegram:1:%'",
      )
      expect(revision).toBe(taken)
      expect((await chats[0]?.question())?.place.ref).toBe('wards')
    })

    test('taps on "add another" at two processes: one adds, the others are shown where they stand', async () => {
      const office = openOffice(await fresh())
      const other = office.again()
      const chat = await office.chat().begins()
      await chat.goes('gave the IIN', 'signed in', 'is not in the register of persons', 'gave a phone')
      await chat.goes('is on no record of guardianship', 'uploaded a document', 'named a ward')
      const tap = await chat.button({ kind: 'adds-item' })
      await Promise.all(twenty.map(i => (i % 2 ? chat : other.chat()).taps(tap)))
      expect((await kinds(office.database)).filter(kind => kind === 'item-added')).toHaveLength(2)
      expect((await chat.kase()).state.items.wards?.ids).toEqual([1, 2])
    })

    test('the first two messages of a chat are both answered and begin one session', async () => {
      const office = openOffice(await fresh())
      const chat = office.chat()
      const received = await Promise.all([chat.types('сәлем'), chat.does({ kind: 'command', command: 'start' })])
      expect(received).toEqual(['done', 'done'])
      expect(await office.database.query('select revision, language from session')).toEqual([
        { revision: 2, language: null },
      ])
      expect(await chat.shown()).toEqual(['choose-language', 'choose-language'])
    })

    test('fifty answers of the outside are all counted', async () => {
      const office = openOffice(await fresh())
      const other = office.again()
      const chat = await office.chat().begins()
      await chat.goes('gave the IIN')
      const { id } = await chat.kase()
      const applied = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          (i % 2 ? office : other).desk.apply(id, { kind: 'identity-refused', reason: 'refused' }),
        ),
      )
      expect(applied.every(one => one?.changed)).toBe(true)
      expect((await chat.kase()).state.attempts).toEqual({ identity: 50 })
      expect((await chat.shown()).filter(text => text.startsWith('refusal RF-G3'))).toHaveLength(50)
    })

    test('two taps on "begin" make one case', async () => {
      const office = openOffice(await fresh())
      const chat = office.chat()
      await chat.taps({ kind: 'language', language: 'ru' })
      await Promise.all(twenty.map(() => chat.taps({ kind: 'begin', flow: flow.id })))
      expect(await kinds(office.database)).toEqual(['started'])
    })

    test('an answer of the outside and a tap at the same moment are both kept', async () => {
      const office = openOffice(await fresh())
      const chats = await Promise.all(twenty.map(i => office.chat(`70${i}`).begins()))
      await Promise.all(
        chats.map(async chat => {
          await chat.goes('gave the IIN')
          const { id } = await chat.kase()
          const [received] = await Promise.all([
            chat.taps({ kind: 'language', language: 'ru' }),
            office.desk.apply(id, { kind: 'identified', iin, name: 'Ә' }),
            office.desk.apply(id, { kind: 'identified', iin, name: 'Ә' }),
          ])
          expect(received).toBe('done')
        }),
      )
      const entries = await kinds(office.database)
      expect(entries.filter(kind => kind === 'identified')).toHaveLength(chats.length)
      for (const chat of chats) expect((await chat.question()).place.ref).toBe('person')
    })
  })

  describe.skipIf(missing)('what the citizen does', () => {
    test('goes from the first question to the review', async () => {
      const office = openOffice(await fresh())
      const chat = await office.chat().begins()
      await chat.goes(...upToReview)
      expect((await chat.question()).place.ref).toBe('review')
      expect((await chat.shown()).at(-1)).toBe('asks review')
    })

    test('replies come in the order of what he did', async () => {
      const office = openOffice(await fresh())
      const chat = await office.chat().begins()
      for (const n of twenty) await chat.taps({ kind: n % 2 ? 'help' : 'menu' })
      expect((await chat.shown()).slice(2)).toEqual(twenty.map(n => (n % 2 ? 'help' : 'menu')))
    })
  })
})
