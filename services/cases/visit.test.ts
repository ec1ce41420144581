import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { openOffice } from '../../test/support/desk.ts'
import { iin, upToReview } from '../../test/support/turns.ts'
import { tagOf } from './lines.ts'
import type { Incoming } from './port.ts'

const office = async () => openOffice(await freshDatabase())
const lastOf = async (chat: { shown(): Promise<string[]> }) => (await chat.shown()).at(-1)

describe('a button', () => {
  test('of an earlier question changes nothing and shows where the case stands', async () => {
    const { chat: sit } = await office()
    const chat = await sit().begins()
    const old = await chat.button({ kind: 'agreed' })
    await chat.taps(old)
    await chat.types(iin)
    const before = await chat.kase()
    await chat.taps(old)
    expect(await lastOf(chat)).toBe('note stale, asks identity')
    expect(await chat.kase()).toMatchObject({ revision: before.revision, state: before.state })
  })

  test('of another case of the same chat opens that case and does not act on it', async () => {
    const { chat: sit } = await office()
    const chat = await sit().begins()
    const first = await chat.button({ kind: 'agreed' })
    await chat.taps(first)
    const earlier = await chat.kase()
    await chat.begins()
    expect((await chat.kase()).id).not.toBe(earlier.id)
    await chat.taps(first)
    expect(await lastOf(chat)).toBe('note stale, asks iin')
    expect(await chat.kase()).toMatchObject({ id: earlier.id, revision: earlier.revision })
  })

  test("of another chat's case does nothing", async () => {
    const { chat: sit, desk } = await office()
    const owner = await sit('1').begins()
    const stranger = await sit('2').begins()
    const kase = await owner.kase()
    for (const kind of ['agreed', 'deletes', 'went-back'] as const) await stranger.taps(await owner.button({ kind }))
    await stranger.taps({ kind: 'open', tag: tagOf(kase.id) })
    await stranger.taps({ kind: 'delete', tag: tagOf(kase.id) })
    expect((await stranger.shown()).slice(-5)).toEqual(Array(5).fill('note case-gone, cases'))
    expect(await desk.find(kase.id)).toMatchObject({ revision: kase.revision, state: kase.state })
    expect((await stranger.kase()).id).not.toBe(kase.id)
  })

  test('that this version does not know shows where the case stands', async () => {
    const chat = await (await office()).chat().begins()
    await chat.does({ kind: 'unknown-action' })
    expect(await lastOf(chat)).toBe('note stale, asks consent')
  })
})

describe('a number that is typed', () => {
  test('presses the button that stands there', async () => {
    const chat = (await office()).chat()
    await chat.types('hello')
    await chat.types('2')
    await chat.taps({ kind: 'services' })
    await chat.types('1')
    await chat.types(' 1. ')
    expect(await chat.shown()).toEqual(['choose-language', 'menu', 'services', 'service', 'asks consent'])
    await chat.types('1)')
    expect(await lastOf(chat)).toBe('asks iin')
  })

  test('presses a button of what was pushed, too', async () => {
    const chat = await (await office()).chat().begins()
    await chat.goes('gave the IIN', 'signed in')
    await chat.hears({ kind: 'register-answered', outcome: 'found', data: {} })
    expect(await lastOf(chat)).toBe('asks personConfirmed')
    await chat.types('2')
    expect((await chat.kase()).state.answers.personConfirmed).toBe('incorrect')
  })

  test('means what was shown last, even when that was about another case', async () => {
    const { chat: sit, desk } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN', 'signed in')
    const first = await chat.kase()
    await chat.begins()
    await desk.apply(first.id, {
      kind: 'register-answered',
      key: first.state.pending?.key ?? '',
      outcome: 'found',
      data: {},
    })
    expect(await lastOf(chat)).toBe('asks personConfirmed')
    await chat.types('2')
    expect(await lastOf(chat)).toBe('note stale, asks personConfirmed')
    expect((await chat.kase()).id).toBe(first.id)
  })

  test('that no button bears is an answer like any other', async () => {
    const chat = await (await office()).chat().begins()
    await chat.types('7')
    expect(await lastOf(chat)).toBe('note not-typed.consent, asks consent')
  })
})

describe('the message that holds an IIN or a password', () => {
  const seen: boolean[] = []
  const aside: NonNullable<Incoming['aside']> = (_, { conceal }) => {
    seen.push(conceal)
    return conceal ? [{ method: 'deleteMessage', payload: {}, priority: 'reply' }] : []
  }

  test.each([
    { told: 'the IIN when it is asked for', before: [{ kind: 'agreed' }], text: iin, hidden: true },
    { told: 'a wrong IIN when it is asked for', before: [{ kind: 'agreed' }], text: '12345', hidden: true },
    { told: 'twelve digits whenever they come', before: [], text: '9901 0130-0017', hidden: true },
    {
      told: 'a password at the sign-in',
      before: [{ kind: 'agreed' }, { kind: 'typed', text: iin }],
      text: 'qwerty',
      hidden: true,
    },
    { told: 'nothing else', before: [], text: 'сәлем 2015', hidden: false },
  ] as const)('$told', async ({ before, text, hidden }) => {
    const { chat: sit, desk } = await office()
    const chat = await sit().begins()
    await chat.goes(...before)
    await desk.receive(chat.update({ kind: 'text', text }, { aside }))
    expect(seen.at(-1)).toBe(hidden)
    expect((await chat.shown()).slice(-2).includes('deleteMessage')).toBe(hidden)
  })

  test('twelve digits of somebody who has not even chosen a language', async () => {
    const { chat: sit, desk } = await office()
    const chat = sit()
    await desk.receive(chat.update({ kind: 'text', text: iin }, { aside }))
    expect(await chat.shown()).toEqual(['deleteMessage', 'choose-language'])
  })
})

describe('several cases of one chat', () => {
  test('are opened one by one', async () => {
    const { chat: sit } = await office()
    const chat = await sit().begins()
    const first = await chat.kase()
    await chat.goes({ kind: 'agreed' })
    await chat.begins()
    await chat.taps({ kind: 'open', tag: tagOf(first.id) })
    expect((await chat.kase()).id).toBe(first.id)
    expect(await lastOf(chat)).toBe('asks iin')
  })

  test('a draft is deleted from the list, and its data with it', async () => {
    const { chat: sit, desk } = await office()
    const chat = await sit().begins()
    const first = await chat.kase()
    await chat.goes({ kind: 'agreed' })
    await chat.begins()
    await chat.taps({ kind: 'delete', tag: tagOf(first.id) })
    expect(await lastOf(chat)).toBe('note draft-deleted, cases')
    expect(await desk.find(first.id)).toBeUndefined()
    await chat.taps({ kind: 'open', tag: tagOf(first.id) })
    expect(await lastOf(chat)).toBe('note case-gone, cases')
  })

  test('a case that was sent cannot be deleted', async () => {
    const { chat: sit, desk } = await office()
    const chat = await sit().begins()
    await chat.goes(...upToReview, 'confirmed the review', 'signed')
    const { id } = await chat.kase()
    await chat.taps({ kind: 'delete', tag: tagOf(id) })
    expect(await lastOf(chat)).toBe('note already-sent, cases')
    expect((await desk.find(id))?.state.status).toBe('submitted')
  })
})

describe('a chat that is no longer its owner’s', () => {
  test('forgets every case: none can be seen, opened or answered from it, and nothing is pushed to it', async () => {
    const { chat: sit, desk } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN')
    const { id } = await chat.kase()
    const button = await chat.button({ kind: 'went-back' })
    await chat.taps({ kind: 'forget' })
    await chat.taps({ kind: 'forget-confirmed' })
    expect(await lastOf(chat)).toBe('forgotten')
    const shown = (await chat.shown()).length
    await desk.apply(id, { kind: 'identified', iin, name: 'Ә' })
    expect(await chat.shown()).toHaveLength(shown)
    await chat.taps(button)
    await chat.taps({ kind: 'open', tag: tagOf(id) })
    await chat.does({ kind: 'command', command: 'status' })
    expect((await chat.shown()).slice(shown)).toEqual(['note case-gone, cases', 'note case-gone, cases', 'cases'])
  })
})

describe('a chat that cannot be reached', () => {
  test('is not pushed to until it is open again', async () => {
    const { chat: sit } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN')
    await chat.does({ kind: 'blocked' })
    const before = (await chat.shown()).length
    await chat.goes('signed in')
    expect(await chat.shown()).toHaveLength(before)
    await chat.does({ kind: 'unblocked' })
    await chat.hears({ kind: 'register-answered', outcome: 'missing', data: {} })
    expect(await lastOf(chat)).toBe('asks fullName')
  })

  test('can be reached again once its owner writes', async () => {
    const { chat: sit, database } = await office()
    const chat = await sit().begins()
    await chat.goes('gave the IIN')
    await database.query('update session set unreachable = true')
    await chat.does({ kind: 'command', command: 'status' })
    await chat.goes('signed in')
    expect(await lastOf(chat)).toBe('asks person')
  })

  test('is known by the call that was refused', async () => {
    const database = await freshDatabase()
    const { chat: sit } = openOffice(database, { sender: async () => ({ failed: 'unreachable' }) })
    const chat = await sit().begins()
    await chat.shown()
    expect(await database.query('select unreachable from session')).toEqual([{ unreachable: true }])
    expect(await database.query("select distinct status, error from effect where kind = 'send'")).toEqual([
      { status: 'failed', error: 'unreachable' },
    ])
  })
})
