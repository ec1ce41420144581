import { describe, expect, test } from 'vitest'
import flow from '../../flows/guardianship-certificate/flow.ts'
import type { Event } from '../../flows/reception/reception.ts'
import type { Flow } from '../../flows/vocabulary.ts'
import { freshDatabase } from '../../test/support/database.ts'
import { foundIn, openOffice, plainFace } from '../../test/support/desk.ts'
import { iin } from '../../test/support/turns.ts'
import { type Database, DatabaseError } from '../database/port.ts'
import type { Face, Incoming } from './port.ts'

class Unrenderable extends Error {
  override readonly name = 'Unrenderable'
}

/** Has no words for the question about the IIN. */
const speechless: Face = {
  render(view, address, priority) {
    if (view.screen.kind === 'question' && view.screen.question.place.ref === 'iin')
      throw new Unrenderable(`cannot say ${iin}`)
    return plainFace.render(view, address, priority)
  },
}
const mute: Face = {
  render: () => {
    throw new Unrenderable('not a word')
  },
}

const parked = (database: Database) =>
  database.query<{ id: string; address: string; error: string; payload: Uint8Array; replayed_at: Date | null }>(
    'select id, address, error, payload, replayed_at from parked order by at, id',
  )

async function poisoned(face = speechless) {
  const office = openOffice(await freshDatabase())
  const chat = await office.chat().begins()
  const update = chat.update({ kind: 'action', action: await chat.button({ kind: 'agreed' }) })
  await office.runner.settled()
  const broken = office.again({ face })
  return { office, broken, update, chat: broken.chat() }
}

describe('an input whose turn throws', () => {
  test('is kept with the name of its error, acknowledged, and told to the citizen', async () => {
    const { broken, update, chat } = await poisoned()
    expect(await broken.desk.receive(update)).toBe('parked')
    expect(await parked(broken.database)).toMatchObject([
      { id: update.id, address: chat.address.id, error: 'Unrenderable', replayed_at: null },
    ])
    expect(await chat.shown()).toEqual(['menu', 'asks consent', 'note parked, nothing'])
    expect(broken.faults).toMatchObject([{ err: expect.any(Unrenderable), input: update.id }])
  })

  test('changes nothing', async () => {
    const { office, broken, update, chat } = await poisoned()
    const before = await chat.kase()
    await broken.desk.receive(update)
    expect(await office.desk.find(before.id)).toMatchObject({ revision: before.revision, state: before.state })
  })

  test('delivered again is not taken in, kept or answered a second time', async () => {
    const { broken, update, chat } = await poisoned()
    await broken.desk.receive(update)
    expect(await broken.desk.receive(update)).toBe('duplicate')
    expect(await broken.again().desk.receive(update)).toBe('duplicate')
    expect(await parked(broken.database)).toHaveLength(1)
    expect(await chat.shown()).toEqual(['menu', 'asks consent', 'note parked, nothing'])
  })

  test('is not what was taken in before and comes again, whatever it would come to now', async () => {
    let fails = false
    const moody: Face = { render: (...args) => (fails ? mute : plainFace).render(...args) }
    const office = openOffice(await freshDatabase(), { face: moody })
    const chat = await office.chat().begins()
    const update = chat.update({ kind: 'action', action: await chat.button({ kind: 'agreed' }) })
    expect(await office.desk.receive(update)).toBe('done')
    fails = true
    expect(await office.desk.receive(update)).toBe('duplicate')
    expect(await parked(office.database)).toEqual([])
  })

  test('holds up neither what its chat does next nor other chats', async () => {
    const { broken, update, chat } = await poisoned()
    const [received, language, other] = await Promise.all([
      broken.desk.receive(update),
      chat.taps({ kind: 'language', language: 'ru' }),
      broken.chat('7002').begins(),
    ])
    expect([received, language]).toEqual(['parked', 'done'])
    expect(await other.shown()).toEqual(['menu', 'asks consent'])
    await chat.does({ kind: 'command', command: 'menu' })
    expect((await chat.shown()).at(-1)).toBe('menu')
  })

  test('is kept sealed and can be put again once the fault is mended', async () => {
    const { office, broken, update, chat } = await poisoned()
    await broken.desk.receive(update)
    const [row] = await parked(broken.database)
    const plain = office.keys.own('parked').open(row?.payload ?? new Uint8Array(), update.id)
    const event = JSON.parse(new TextDecoder().decode(plain)) as Event
    expect(event).toEqual(update.event)
    expect(await office.chat().does(event)).toBe('done')
    expect((await chat.question()).place.ref).toBe('iin')
  })

  test('leaves nothing readable of what was written, not even by its error', async () => {
    const { office, broken } = await poisoned()
    await office.chat().goes({ kind: 'agreed' })
    await office.runner.settled()
    expect(await broken.chat().types(`${iin}1`)).toBe('parked')
    const rows = await broken.database.query('select * from parked')
    expect(foundIn(JSON.stringify(rows), [iin])).toEqual([])
  })

  test('is taken out of sight when it is a text: what it held was not established', async () => {
    const { office, broken } = await poisoned()
    await office.chat().goes({ kind: 'agreed' })
    await office.runner.settled()
    const aside: NonNullable<Incoming['aside']> = (_, { conceal }) =>
      conceal ? [{ method: 'deleteMessage', payload: {}, priority: 'reply' }] : []
    const chat = broken.chat()
    await broken.desk.receive(chat.update({ kind: 'text', text: 'not an IIN' }, { aside }))
    expect((await chat.shown()).slice(-3)).toEqual(['asks iin', 'deleteMessage', 'note parked, nothing'])
  })

  test('is kept and acknowledged even when the face cannot say so', async () => {
    const { broken, update, chat } = await poisoned(mute)
    expect(await broken.desk.receive(update)).toBe('parked')
    expect(await broken.desk.receive(update)).toBe('duplicate')
    expect(await chat.shown()).toEqual(['menu', 'asks consent'])
    expect(broken.faults).toHaveLength(2)
  })

  test('may fail by its flow: a service that promises nothing', async () => {
    const silent: Flow = { ...flow, promise: [] }
    const office = openOffice(await freshDatabase(), { catalogue: { flows: [silent], history: [] } })
    const chat = office.chat()
    await chat.taps({ kind: 'language', language: 'ru' })
    expect(await chat.taps({ kind: 'begin', flow: silent.id })).toBe('parked')
    expect(await parked(office.database)).toMatchObject([{ error: 'NoPromise' }])
    expect(await office.database.query('select * from application')).toEqual([])
    expect(await chat.shown()).toEqual(['menu', 'note parked, nothing'])
  })
})

test('an answer of the outside that the flow has no word for is a fault for its caller and changes nothing', async () => {
  const office = openOffice(await freshDatabase())
  const chat = await office.chat().begins()
  await chat.goes('gave the IIN', 'signed in')
  const before = await chat.kase()
  const answer = chat.hears({ kind: 'register-answered', outcome: 'perhaps', data: {} })
  await expect(answer).rejects.toMatchObject({ name: 'UnexpectedOutcome' })
  expect(await chat.kase()).toMatchObject({ revision: before.revision, state: before.state })
  expect(await chat.taps({ kind: 'language', language: 'ru' })).toBe('done')
})

describe('a database that fails', () => {
  const failing = (database: Database, fails: 'before' | 'after'): Database => ({
    async query<Row extends object>(text: string, values?: readonly unknown[]) {
      const concerned = text.includes('commit_turn')
      if (concerned && fails === 'before') throw new DatabaseError('gone', '57P01', undefined)
      const rows = await database.query<Row>(text, values)
      if (concerned) throw new DatabaseError('gone', '08006', undefined)
      return rows
    },
    transaction: work => database.transaction(work),
    listen: (channel, heard) => database.listen(channel, heard),
    close: async () => undefined,
  })

  test('parks and acknowledges nothing: the update comes again and is taken in then', async () => {
    const database = await freshDatabase()
    const office = openOffice(failing(database, 'before'))
    const chat = office.chat()
    const update = chat.update({ kind: 'command', command: 'start' })
    await expect(office.desk.receive(update)).rejects.toBeInstanceOf(DatabaseError)
    expect(await parked(database)).toEqual([])
    expect(await openOffice(database, { keys: office.keys }).desk.receive(update)).toBe('done')
  })

  test('after the commit leaves what was committed: the update that comes again is a duplicate', async () => {
    const database = await freshDatabase()
    const office = openOffice(failing(database, 'after'))
    const update = office.chat().update({ kind: 'command', command: 'start' })
    await expect(office.desk.receive(update)).rejects.toBeInstanceOf(DatabaseError)
    expect(await parked(database)).toEqual([])
    expect(await openOffice(database, { keys: office.keys }).desk.receive(update)).toBe('duplicate')
  })
})
