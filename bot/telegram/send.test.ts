import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Citizen } from '../../sandbox/telegram/citizen.ts'
import type { Outgoing } from '../../services/cases/port.ts'
import { createMemoryThrottle } from '../../services/throttles/memory.ts'
import { type RunningSandbox, startSandbox } from '../../test/contracts/telegram/sandbox.ts'
import { clockAt } from '../../test/support/clock.ts'
import { createDownloads, DownloadFailed, DownloadTooBig } from './downloads.ts'
import { createSender, type SendResult } from './send.ts'
import { setUpBot } from './setup.ts'

const token = '4100:sender'
const clock = clockAt('2026-11-24T05:00:00Z')
const papers = async (number: string) => ({ name: `${number}.pdf`, bytes: new TextEncoder().encode('%PDF-1.7 Ғ') })
let sandbox: RunningSandbox
let send: (chat: string, outgoing: Outgoing) => Promise<SendResult>
let person = 500
let citizen: Citizen

const senderTo = (apiRoot: string) =>
  createSender({ token, apiRoot, pace: createMemoryThrottle(clock), mailing: createMemoryThrottle(clock), papers })
beforeAll(async () => {
  sandbox = await startSandbox({ tokens: [token] })
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  send = senderTo(sandbox.url)
  citizen = new Citizen(sandbox.url, ++person, { bot: 4100 })
  await citizen.say('/start')
})

const chat = () => String(citizen.id)
const message = (text: string, priority: 'reply' | 'push' = 'reply'): Outgoing => ({
  method: 'sendMessage',
  payload: { chat_id: citizen.id, text, parse_mode: 'HTML' },
  priority,
})
const fault = (body: object) =>
  fetch(`${sandbox.url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat: citizen.id, ...body }),
  })

describe('a call', () => {
  test('arrives', async () => {
    expect(await send(chat(), message('Сәлем'))).toBe('done')
    expect((await citizen.next()).text).toBe('Сәлем')
  })

  test('carries a paper by its number', async () => {
    const paper = {
      method: 'sendDocument',
      payload: { chat_id: citizen.id, caption: 'Анықтама' },
      paper: 'А-1',
    } as const
    expect(await send(chat(), { ...paper, priority: 'reply' })).toBe('done')
    const shown = await citizen.next()
    expect(shown.file?.name).toBe('А-1.pdf')
    expect((await citizen.download(shown)).toString()).toBe('%PDF-1.7 Ғ')
  })

  test('with a paper that cannot be read is a fault for the caller to try again', async () => {
    const failing = createSender({
      token,
      apiRoot: sandbox.url,
      pace: createMemoryThrottle(clock),
      mailing: createMemoryThrottle(clock),
      papers: () => Promise.reject(new Error('gone')),
    })
    await expect(failing(chat(), { ...message('а'), paper: 'А-1' })).rejects.toThrow('gone')
  })
})

describe('what Telegram answers', () => {
  test('429: waits as long as it says', async () => {
    await fault({ method: 'sendMessage', retryAfter: 7 })
    expect(await send(chat(), message('а'))).toEqual({ retryAfterMs: 7000 })
  })

  test('500 as an answer: it was not done, so again', async () => {
    await fault({ method: 'sendMessage', status: 500 })
    expect(await send(chat(), message('а'))).toEqual({ retryAfterMs: 2000 })
  })

  test('502 as a page of a front server: nobody knows', async () => {
    await fault({ method: 'sendMessage', status: 502 })
    expect(await send(chat(), message('а'))).toBe('unknown')
  })

  test('nothing, after the message arrived: nobody knows', async () => {
    await fault({ method: 'sendMessage', drop: 'after' })
    expect(await send(chat(), message('барды'))).toBe('unknown')
    expect((await citizen.next()).text).toBe('барды')
  })

  test('nothing, to what does no harm twice: again', async () => {
    await fault({ method: 'sendChatAction', drop: 'after' })
    const typing: Outgoing = {
      method: 'sendChatAction',
      payload: { chat_id: citizen.id, action: 'typing' },
      priority: 'reply',
    }
    expect(await send(chat(), typing)).toEqual({ retryAfterMs: 2000 })
  })

  test('no connection at all: again, for nothing was sent', async () => {
    const closed = createServer()
    await new Promise<void>(ready => closed.listen(0, '127.0.0.1', ready))
    const { port } = closed.address() as AddressInfo
    await new Promise(done => closed.close(done))
    expect(await senderTo(`http://127.0.0.1:${port}`)(chat(), message('а'))).toEqual({ retryAfterMs: 2000 })
  })

  test('a blocked bot and an unknown chat are unreachable', async () => {
    await citizen.block()
    expect(await send(chat(), message('а'))).toEqual({ failed: 'unreachable' })
    expect(await send('999', { ...message('а'), payload: { chat_id: 999, text: 'а' } })).toEqual({
      failed: 'unreachable',
    })
  })

  test.each([
    ['deleteMessage', { message_id: 100_000 }],
    ['answerCallbackQuery', { callback_query_id: 'long-past' }],
  ])('%s of what is gone is as good as done', async (method, payload) => {
    expect(await send(chat(), { method, payload: { chat_id: citizen.id, ...payload }, priority: 'reply' })).toBe('done')
  })

  test('markup that is no markup is rejected and never tried again', async () => {
    expect(await send(chat(), message('<b>а'))).toEqual({ failed: 'rejected-400' })
  })

  test('a method that does not exist is rejected', async () => {
    expect(await send(chat(), { ...message('а'), method: 'sendNothing' })).toMatchObject({ retryAfterMs: 60_000 })
  })
})

describe('pace', () => {
  test('replies burst to five a chat, then one a second', async () => {
    const results = []
    for (let i = 0; i < 6; i++) results.push(await send(chat(), message(`${i}`)))
    expect(results.slice(0, 5)).toEqual(Array(5).fill('done'))
    expect(results[5]).toEqual({ retryAfterMs: 1000 })
    clock.pass(1000)
    expect(await send(chat(), message('5'))).toBe('done')
  })

  test('pushes share 25 a second in all, and replies go before them', async () => {
    const elsewhere = (i: number) => `other-${i}`
    const pushed = []
    for (let i = 0; i < 26; i++) pushed.push(await send(elsewhere(i), message('жаңалық', 'push')))
    expect(pushed.filter(result => result === 'done')).toHaveLength(25)
    expect(pushed[25]).toEqual({ retryAfterMs: 40 })
    expect(await send(chat(), message('жауап'))).toBe('done')
  })

  test('answers to taps never wait', async () => {
    const answer: Outgoing = { method: 'answerCallbackQuery', payload: { callback_query_id: 'x' }, priority: 'reply' }
    for (let i = 0; i < 7; i++) expect(await send(chat(), answer)).toBe('done')
  })
})

describe('a file that a citizen sent', () => {
  const download = () => createDownloads({ token, apiRoot: sandbox.url })
  async function fileId(): Promise<string> {
    const { result } = (await (await fetch(`${sandbox.url}/bot${token}/getUpdates?offset=-1`)).json()) as {
      result: { message: { document: { file_id: string } } }[]
    }
    return result[0]?.message.document.file_id ?? ''
  }

  test('is read as it was sent', async () => {
    await citizen.upload([{ name: 'а.pdf', bytes: new TextEncoder().encode('%PDF Қ') }])
    expect(new TextDecoder().decode(await download()(await fileId()))).toBe('%PDF Қ')
  })

  test('over 20 MB is not', async () => {
    await citizen.upload([{ name: 'а.pdf', bytes: new Uint8Array(20 * 1024 * 1024 + 1) }])
    await expect(fileId().then(download())).rejects.toThrow(DownloadTooBig)
  })

  test('that Telegram does not give is a fault that tells no address', async () => {
    await citizen.upload([{ name: 'а.pdf', bytes: new Uint8Array(3) }])
    const id = await fileId()
    await fetch(`${sandbox.url}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'getFile', drop: 'before' }),
    })
    const failed: unknown = await download()(id).catch(error => error)
    expect(failed).toBeInstanceOf(DownloadFailed)
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain(token)
    expect(String((failed as Error).cause)).not.toContain(token)
  })
})

test('the bot says who it is and which commands it has', async () => {
  expect(await setUpBot({ token, apiRoot: sandbox.url })).toMatchObject({ id: 4100 })
  const { result } = (await (await fetch(`${sandbox.url}/bot${token}/getMyCommands`)).json()) as { result: unknown[] }
  expect(result).toContainEqual({ command: 'status', description: 'Өтініштің жағдайы' })
})
