import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import { openOffice } from '../../../test/support/desk.ts'
import { iin } from '../../../test/support/turns.ts'
import type { Outgoing } from '../port.ts'
import type { SendResult } from './send.ts'

/** A channel that ends its calls like this, in turn; the last for ever. */
async function officeThat(...results: SendResult[]) {
  const calls: { chat: string; text: unknown }[] = []
  const office = openOffice(await freshDatabase(), {
    sender: async (chat: string, { payload }: Outgoing) => {
      calls.push({ chat, text: payload.text })
      return results[Math.min(calls.length, results.length) - 1] ?? 'done'
    },
  })
  const sent = () =>
    office.database.query("select status, tries, unknown, error, payload from effect where kind = 'send' order by id")
  return { office, calls, sent }
}

describe('a message', () => {
  test('that the channel wants later is sent then, and what follows it waits', async () => {
    const { office, calls } = await officeThat({ retryAfterMs: 3_000 }, 'done')
    const chat = office.chat()
    await chat.taps({ kind: 'language', language: 'ru' })
    await chat.taps({ kind: 'help' })
    await office.runner.settled()
    expect(calls.map(({ text }) => text)).toEqual(['menu'])
    office.clock.pass(2_999)
    await office.runner.settled()
    expect(calls).toHaveLength(1)
    office.clock.pass(1)
    await office.runner.settled()
    expect(calls.map(({ text }) => text)).toEqual(['menu', 'menu', 'help'])
  })

  test('whose arrival is unknown is sent again and counted', async () => {
    const { office, calls, sent } = await officeThat('unknown', 'done')
    await office.chat().does({ kind: 'command', command: 'start' })
    await office.runner.settled()
    office.clock.pass(1_000)
    await office.runner.settled()
    expect(calls).toHaveLength(2)
    expect(await sent()).toMatchObject([{ status: 'done', tries: 2, unknown: 1, payload: null }])
  })

  test('that was rejected is let go, and what follows it is sent', async () => {
    const { office, calls, sent } = await officeThat({ failed: 'rejected-400' }, 'done')
    const chat = office.chat()
    await chat.taps({ kind: 'language', language: 'ru' })
    await chat.taps({ kind: 'help' })
    await office.runner.settled()
    expect(calls).toHaveLength(2)
    expect(await sent()).toMatchObject([{ status: 'failed', error: 'rejected-400' }, { status: 'done' }])
    expect(await office.database.query('select unreachable from session')).toEqual([{ unreachable: false }])
  })

  test('about a case that was erased meanwhile is never sent', async () => {
    const { office, calls, sent } = await officeThat({ retryAfterMs: 1_000 }, 'done')
    const chat = await office.chat().begins()
    await chat.goes('gave the IIN', { kind: 'deletes' })
    await office.runner.settled()
    office.clock.pass(1_000)
    await office.runner.settled()
    expect(calls.map(({ text }) => text)).toEqual(['menu', 'menu', 'note draft-deleted, menu'])
    expect((await sent()).filter(({ error }) => error === 'erased').length).toBeGreaterThan(0)
  })

  test('whose sealed text was put into another row is not sent to that chat', async () => {
    const { office, calls, sent } = await officeThat({ retryAfterMs: 1_000 })
    await office.chat('1').does({ kind: 'text', text: iin })
    await office.chat('2').does({ kind: 'text', text: iin })
    await office.runner.settled()
    await office.database.query('update effect a set payload = b.payload from effect b where a.id <> b.id')
    const before = calls.length
    office.clock.pass(1_000)
    await office.runner.settled()
    expect(calls).toHaveLength(before)
    expect(await sent()).toMatchObject([{ error: 'KeyError' }, { error: 'KeyError' }])
  })

  test('that cannot even be tried is given up at last, and what follows it is sent', async () => {
    let calls = 0
    const office = openOffice(await freshDatabase(), {
      sender: async (_, { payload }: Outgoing) => {
        calls += 1
        if (payload.text === 'menu') throw new RangeError('no such paper')
        return 'done'
      },
    })
    const chat = office.chat()
    await chat.taps({ kind: 'language', language: 'ru' })
    await chat.taps({ kind: 'help' })
    for (let hour = 0; hour < 25; hour++) {
      await office.runner.settled()
      office.clock.pass(3_600_000)
    }
    expect(calls).toBe(21)
    const rows = await office.database.query("select status, error from effect where kind = 'send' order by id")
    expect(rows).toEqual([
      { status: 'failed', error: 'RangeError' },
      { status: 'done', error: null },
    ])
  })
})

test('what an exchange says is said once for each id', async () => {
  const { office, calls } = await officeThat('done')
  const { address } = office.chat()
  const words: Outgoing[] = [{ method: 'show', payload: { text: 'one page' }, priority: 'reply' }]
  const said = await Promise.all([1, 2, 3].map(() => office.desk.say('telegram:1:a', address, words)))
  await office.runner.settled()
  expect(said.toSorted()).toEqual(['done', 'duplicate', 'duplicate'])
  expect(calls).toEqual([{ chat: address.id, text: 'one page' }])
})
