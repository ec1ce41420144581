import type { Update } from 'grammy/types'
import { beforeEach, describe, expect, test } from 'vitest'
import { foldAll } from '../../flows/engine/case.ts'
import { placeAt } from '../../flows/engine/path.ts'
import { promisedTo } from '../../flows/engine/promised.ts'
import guardianship from '../../flows/guardianship-certificate/flow.ts'
import type { Question } from '../../flows/reception/view.ts'
import { instant } from '../../flows/values/time.ts'
import type { Flow } from '../../flows/vocabulary.ts'
import type { Address, Desk, Incoming, Outgoing, Received } from '../../services/cases/port.ts'
import { DatabaseError } from '../../services/database/port.ts'
import { createMemoryExchanges } from '../../services/exchanges/memory.ts'
import type { ExchangeStore } from '../../services/exchanges/port.ts'
import { clockAt } from '../../test/support/clock.ts'
import { createIngest, type Ingest } from './ingest.ts'

const flow: Flow = guardianship
const at = instant('2026-11-24T05:00:00Z')

/** The applicant at the document that is asked for: `ref` of an upload step, or of any other. */
function questionAt(ref: string): Question {
  const happening = { at, actor: 'applicant', law: [] } as const
  const state = foldAll([
    { ...happening, kind: 'started', flow: flow.id, version: 1, edition: '2016', language: 'ru', channel: 'telegram' },
    { ...happening, kind: 'fact', ref: 'guardianship', outcome: 'missing', data: undefined, goodUntil: at },
    { ...happening, kind: 'item-added', ref: 'wards', item: 1 },
    { ...happening, kind: 'answered', ref: 'wards.1.birthRecord', value: 'earlierOrAbroad' },
  ])
  const place = placeAt(flow, state, ref)
  if (!place) throw new Error(`${ref} is not on the path`)
  const workingTime = { isWorkingDay: () => true, hours: () => [[540, 1080]] as const }
  const promised = promisedTo(flow, state, { at, workingTime })
  return { caseId: 'c1', tag: '01234567', revision: 4, flow, state, place, ...promised, aside: false }
}

/** The desk's door: keeps what comes through it, knows an id again, and fails when told to. */
class Door implements Pick<Desk, 'receive' | 'say' | 'session' | 'question'> {
  readonly received: Incoming[] = []
  readonly said: { address: Address; outgoing: Outgoing[] }[] = []
  readonly ids = new Set<string>()
  asked: Question | undefined = questionAt('appointmentDecision')
  failures = 0

  #seen(id: string): boolean {
    if (this.failures-- > 0) throw new DatabaseError('down', '57P01', undefined)
    const seen = this.ids.has(id)
    this.ids.add(id)
    return seen
  }
  receive = async (incoming: Incoming): Promise<Received> => {
    if (this.#seen(incoming.id)) return 'duplicate'
    this.received.push(incoming)
    return 'done'
  }
  say = async (id: string, address: Address, outgoing: Outgoing[]): Promise<Received> => {
    if (this.#seen(id)) return 'duplicate'
    this.said.push({ address, outgoing })
    return 'done'
  }
  session = async (address: Address) => ({ address, language: 'ru' as const, caseId: 'c1', actions: [], revision: 1 })
  question = async () => this.asked
  mayTakeFiles = () => this.asked?.place.step.kind === 'upload'

  get events() {
    return this.received.map(({ event }) => event)
  }
  get texts() {
    return this.said.flatMap(({ outgoing }) =>
      outgoing.flatMap(({ payload }) => (payload.text ? [String(payload.text)] : [])),
    )
  }
}

const token = '42:TOKEN'
const clock = clockAt('2026-11-24T05:00:00Z')
let door: Door
let store: ExchangeStore
let faults: string[]
let ingest: Ingest
let next = 0

const begin = (specimen = false) =>
  createIngest({
    ...{ token, botId: 42, desk: door, exchanges: store, specimen },
    log: { error: (_, text) => void faults.push(text) },
  })
beforeEach(() => {
  door = new Door()
  store = createMemoryExchanges(clock)
  faults = []
  ingest = begin()
})

const chat = (id = 77) => ({ id, type: 'private', first_name: 'Айгүл' })
const from = { id: 77, is_bot: false, first_name: 'Айгүл', last_name: 'Сынақова' }
const message = (content: object, id = 77): Update =>
  ({ update_id: ++next, message: { message_id: next, date: 1, chat: chat(id), from, ...content } }) as Update
const document = (name: string, more: object = {}) =>
  message({
    document: { file_id: name, file_unique_id: `u-${name}`, file_name: 'Сынақова.pdf', file_size: 5 },
    ...more,
  })
const press = (data: string): Update =>
  ({
    update_id: ++next,
    callback_query: { id: 'q1', from, chat_instance: '1', data, message: { message_id: 1, date: 1, chat: chat() } },
  }) as Update
const takeAll = async (...updates: Update[]) => {
  for (const update of updates) await ingest.take(update)
}
const files = (...ids: string[]) => ({ kind: 'files', files: ids.map(id => ({ source: 'telegram', id, size: 5 })) })

describe('the pages of a document', () => {
  test('are collected until "that is all" and go to the desk as one answer', async () => {
    await takeAll(document('a'), document('b'))
    expect(door.events).toEqual([])
    expect(door.texts.at(-1)).toContain('Принято: 2 файла.')
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([files('a', 'b')])
    await takeAll(message({ text: 'Алматы' }))
    expect(door.events.at(-1)).toEqual({ kind: 'text', text: 'Алматы' })
  })

  test('have buttons that may be typed by number', async () => {
    await takeAll(document('a'), document('b'), message({ text: '2' }))
    expect(door.texts.at(-1)).toContain('Принято: 1 файл.')
    await takeAll(message({ text: '1.' }))
    expect(door.events).toEqual([files('a')])
  })

  test('sent twice are kept once', async () => {
    await takeAll(document('a'), document('a'), press('pages:done'))
    expect(door.events).toEqual([files('a')])
  })

  test('of an album are all kept, and answered once', async () => {
    const album = ['a', 'b', 'c'].map(name => document(name, { media_group_id: 'g' }))
    await takeAll(...album)
    expect(door.texts).toHaveLength(1)
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([files('a', 'b', 'c')])
  })

  test('end at the limit of the checklist', async () => {
    await takeAll(...Array.from({ length: 21 }, (_, i) => document(`p${i}`)))
    expect(door.texts.at(-1)).toContain('Больше файлов для этого документа не принимается')
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([files(...Array.from({ length: 20 }, (_, i) => `p${i}`))])
  })

  test('"that is all" without a page asks for one', async () => {
    await takeAll(document('a'), press('pages:remove'), press('pages:done'))
    expect(door.events).toEqual([])
    expect(door.texts.at(-1)).toContain('Файлов пока нет')
  })

  test('what else is said meanwhile is answered, and the pages stay', async () => {
    await takeAll(document('a'), message({ text: 'вот' }), message({ voice: { file_id: 'v', file_unique_id: 'v' } }))
    expect(door.texts.at(-2)).toContain('Здесь нужен сам документ')
    expect(door.texts.at(-1)).toMatch(/Голосовые сообщения[\s\S]*Принято: 1 файл/)
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([files('a')])
  })

  test('every pressed button stops waiting', async () => {
    await takeAll(document('a'), press('pages:remove'))
    expect(door.said.at(-1)?.outgoing[0]).toMatchObject({
      method: 'answerCallbackQuery',
      payload: { callback_query_id: 'q1' },
    })
    await takeAll(press('pages:cancel'))
    expect(
      door.received[0]?.aside?.(
        { language: 'ru', says: [], screen: { kind: 'nothing' } },
        { conceal: false, stale: false },
      ),
    ).toMatchObject([{ method: 'answerCallbackQuery' }])
    expect(door.events).toEqual([{ kind: 'action', action: { kind: 'continue' } }])
  })
})

describe('an exchange is left', () => {
  test.each(['/cancel', '/menu', '/language', '/nosuch'])('by %s, which the desk sees', async command => {
    await takeAll(document('a'), message({ text: command }), message({ text: '1' }))
    expect(door.events.map(({ kind }) => kind)).toEqual(['command', 'text'])
  })

  test('by a button of the desk', async () => {
    await takeAll(document('a'), press('menu'), press('pages:done'))
    expect(door.events).toEqual([{ kind: 'action', action: { kind: 'menu' } }, { kind: 'unknown-action' }])
  })

  test('when the case has moved on by another way: its pages are never given to another question', async () => {
    await takeAll(document('a'))
    door.asked = questionAt('phone')
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([{ kind: 'unknown-action' }])
  })

  test('when another document is asked for: only what is sent for that one counts', async () => {
    await takeAll(document('a'))
    door.asked = questionAt('wards.1.birthCertificate')
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([{ kind: 'unknown-action' }])
    door.asked = questionAt('appointmentDecision')
    await takeAll(document('b'))
    door.asked = questionAt('wards.1.birthCertificate')
    await takeAll(document('c'), press('pages:done'))
    expect(door.events.at(-1)).toEqual(files('c'))
  })

  test('after an hour', async () => {
    await takeAll(document('a'))
    clock.pass(60 * 60 * 1000)
    await takeAll(press('pages:done'))
    expect(door.events).toEqual([{ kind: 'unknown-action' }])
  })
})

describe('no exchange begins', () => {
  test('where no document is asked for', async () => {
    door.asked = questionAt('phone')
    await takeAll(document('a'))
    expect(door.events).toEqual([files('a')])
  })

  test('for text', async () => {
    await takeAll(message({ text: '1' }))
    expect(door.events).toEqual([{ kind: 'text', text: '1' }])
  })
})

describe('what fails and what comes again', () => {
  test('an update whose commit fails comes again and changes nothing twice', async () => {
    const removal = press('pages:remove')
    await takeAll(document('a'), document('b'))
    door.failures = 1
    await expect(ingest.take(removal)).rejects.toThrow(DatabaseError)
    await takeAll(removal, removal, press('pages:done'))
    expect(door.events).toEqual([files('a')])
  })

  test('a finished exchange whose commit fails is finished by the next delivery', async () => {
    const done = press('pages:done')
    await takeAll(document('a'))
    door.failures = 1
    await expect(ingest.take(done)).rejects.toThrow(DatabaseError)
    await takeAll(done, done)
    expect(door.events).toEqual([files('a')])
  })

  test('another process goes on where this one stopped', async () => {
    await takeAll(document('a'))
    ingest = begin()
    await takeAll(document('b'), press('pages:done'))
    expect(door.events).toEqual([files('a', 'b')])
  })

  test('a store that is down, or holds something else, costs one question and stops nobody', async () => {
    await store.write('exchange:42:77', 'not ours', 60)
    await takeAll(document('a'))
    store.read = () => Promise.reject(new Error('down'))
    await takeAll(message({ text: 'Алматы' }))
    expect(door.events.at(-1)).toEqual({ kind: 'text', text: 'Алматы' })
    expect(faults).not.toEqual([])
  })

  test('a database that is down is no reason to give up an exchange: the update comes again', async () => {
    door.question = () => Promise.reject(new DatabaseError('down', '57P01', undefined))
    await expect(ingest.take(document('a'))).rejects.toThrow(DatabaseError)
    expect(door.events).toEqual([])
    door.question = () => Promise.reject(new Error('a case that cannot be read'))
    await takeAll(document('b'))
    expect(door.events).toEqual([files('b')])
  })

  test('an update that cannot be read is let go, and said to be so', async () => {
    await ingest.take({ update_id: 1, message: {} } as Update)
    expect(faults).toEqual(['an update is not readable'])
  })
})

test('what an exchange keeps holds no name and no word of the citizen', async () => {
  const values: string[] = []
  const write = store.write
  store.write = (key, value, seconds) => {
    values.push(key, value)
    return write(key, value, seconds)
  }
  await takeAll(document('a', { caption: '900101300017' }), message({ text: '900101300017' }))
  expect(values).toHaveLength(4)
  expect(values.join()).not.toMatch(/Сынақова|Айгүл|900101300017|TOKEN/)
})

test('two chats never see each other’s pages', async () => {
  await Promise.all([
    ingest.take(document('a')),
    ingest.take(message({ document: { file_id: 'x', file_unique_id: 'x', file_size: 5 } }, 88)),
  ])
  await takeAll(press('pages:done'))
  expect(door.received).toMatchObject([{ address: { id: '77' }, event: files('a') }])
})

test('updates of one chat that come at once are taken in their order', async () => {
  await Promise.all(['a', 'b', 'c', 'd'].map(name => ingest.take(document(name))))
  await takeAll(press('pages:done'))
  expect(door.events).toEqual([files('a', 'b', 'c', 'd')])
})

test('a group gets one explanation in both languages, and is left', async () => {
  const group = { id: -5, type: 'group', title: 'Г' }
  await ingest.take({
    update_id: ++next,
    my_chat_member: { chat: group, new_chat_member: { status: 'member' } },
  } as Update)
  await ingest.take({
    update_id: ++next,
    message: { message_id: 1, date: 1, chat: group, from, text: 'привет' },
  } as Update)
  expect(door.said.map(({ outgoing }) => outgoing.map(({ method }) => method))).toEqual([
    ['sendMessage', 'leaveChat'],
    ['leaveChat'],
  ])
  expect(door.texts[0]).toMatch(/топтарда[\s\S]*группах/)
})

test('a demonstration says so in what is said while pages are collected and to a group; a pressed button is only answered', async () => {
  ingest = begin(true)
  await takeAll(document('a'), press('pages:remove'))
  const group = { id: -5, type: 'group', title: 'Г' }
  const arrival = { my_chat_member: { chat: group, from, date: 1, new_chat_member: { status: 'member' } } }
  await ingest.take({ update_id: ++next, ...arrival } as Update)
  const calls = door.said.flatMap(({ outgoing }) => outgoing)
  expect(calls.map(({ method }) => method)).toContain('answerCallbackQuery')
  const texts = calls.flatMap(({ method, payload }) => (method === 'sendMessage' ? [String(payload.text)] : []))
  expect(texts).toHaveLength(3)
  for (const text of texts) expect(text.split('\n').at(-1)).toBe('СЫНАҚ ҮЛГІСІ / ТЕСТОВЫЙ ОБРАЗЕЦ')
})
