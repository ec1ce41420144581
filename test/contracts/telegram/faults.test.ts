import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Citizen, RefusedByPhone } from '../../../sandbox/telegram/citizen.ts'
import { type RunningSandbox, startSandbox } from './sandbox.ts'

const token = '5000:faults'
let sandbox: RunningSandbox
let citizen: Citizen

beforeEach(async () => {
  sandbox = await startSandbox({ tokens: [token] })
  citizen = new Citizen(sandbox.url, 51)
  await citizen.say('/start')
})
afterEach(() => sandbox.close())

const post = (path: string, body: object) =>
  fetch(`${sandbox.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const send = (text: string, chat_id = 51) => post(`bot${token}/sendMessage`, { chat_id, text })
const shown = async () => (await citizen.messages()).map(({ text }) => text)

describe('A planned fault', () => {
  it('answers 429 with the seconds to wait, as often as planned', async () => {
    await post('faults', { method: 'sendMessage', times: 1, retryAfter: 7 })
    const refused = await send('бір')
    expect([refused.status, await refused.json()]).toEqual([
      429,
      {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 7',
        parameters: { retry_after: 7 },
      },
    ])
    expect((await send('екі')).status).toBe(200)
    expect(await shown()).toEqual(['екі'])
  })

  it('answers 502 with the page of a front server', async () => {
    await post('faults', { method: 'sendMessage', status: 502 })
    const response = await send('бір')
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await response.text()).toContain('<center>nginx</center>')
  })

  it.each([
    ['before', []],
    ['after', ['бір']],
    [true, ['бір']],
  ] as const)('hangs up (%s), and the screen shows %j', async (drop, expected) => {
    await post('faults', { method: 'sendMessage', drop })
    await expect(send('бір')).rejects.toThrow('fetch failed')
    expect(await shown()).toEqual(expected)
  })

  it('refuses a fault that it does not understand', async () => {
    expect((await post('faults', { method: 'sendMessage', statuss: 500 })).status).toBe(400)
  })
})

describe('The rate limits', () => {
  it('let a burst of five into one chat and answer 429 to the sixth', async () => {
    await post('limits', { on: true })
    const statuses = []
    for (let i = 0; i < 6; i++) statuses.push((await send(`${i}`)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  it('let thirty a second through in all', async () => {
    const people = Array.from({ length: 40 }, (_, i) => 500 + i)
    await Promise.all(people.map(id => new Citizen(sandbox.url, id).say('/start')))
    await post('limits', { on: true, perSecond: 30 })
    const statuses = await Promise.all(people.map(async id => (await send('хабар', id)).status))
    const passed = statuses.filter(status => status === 200).length
    expect(passed).toBeGreaterThanOrEqual(30)
    expect(passed).toBeLessThan(40)
  })
})

describe('The transcript', () => {
  it('finds what was said and never holds a token', async () => {
    await send('іздейтін сөз')
    const response = await fetch(`${sandbox.url}/transcript?contains=${encodeURIComponent('іздейтін')}`)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject([{ kind: 'call', method: 'sendMessage', wire: 'json', status: 200 }])
    expect(text).not.toContain(token)
  })

  it('keeps only the last records', async () => {
    const small = await startSandbox({ tokens: [token], transcriptCapacity: 3 })
    for (let i = 1; i <= 5; i++) await fetch(`${small.url}/bot${token}/getMe?n=${i}`)
    expect(small.transcript.read().map(({ number }) => number)).toEqual([3, 4, 5])
    await small.close()
  })
})

describe('What the citizen sees', () => {
  it('shows an edit and a deletion after the number that he had seen', async () => {
    const { result } = await (await send('бұрынғы')).json().then(json => json as { result: { message_id: number } })
    const seen = await (await fetch(`${sandbox.url}/users/51/messages`)).json()
    const after = (seen as Array<{ version: number }>).at(-1)?.version
    const later = async (from: number | undefined) =>
      (await fetch(`${sandbox.url}/users/51/messages?after=${from}&wait=5`)).json() as Promise<
        Array<{ version: number }>
      >
    await post(`bot${token}/editMessageText`, { chat_id: 51, message_id: result.message_id, text: 'жаңа' })
    const edited = await later(after)
    expect(edited).toMatchObject([{ id: result.message_id, text: 'жаңа', edited: true, deleted: false }])
    await post(`bot${token}/deleteMessage`, { chat_id: 51, message_id: result.message_id })
    expect(await later(edited[0]?.version)).toMatchObject([{ id: result.message_id, text: '', deleted: true }])
  })

  it('tells when the bot deleted his own message', async () => {
    const id = await citizen.say('жеке дерек')
    await post(`bot${token}/deleteMessage`, { chat_id: 51, message_id: id })
    const all = await (await fetch(`${sandbox.url}/users/51/messages`)).json()
    expect(all).toMatchObject([{ id, from: 'user', text: '', deleted: true }])
  })

  it('refuses a tap on a button that never was, and to send nothing', async () => {
    await send('батырмасыз')
    const [message] = await citizen.messages()
    await expect(citizen.tap(message?.id ?? 0, 'x')).rejects.toThrow(RefusedByPhone)
    await expect(citizen.say('  ')).rejects.toThrow(RefusedByPhone)
  })

  it('sends a text of 5,000 characters in two messages, and other kinds of messages', async () => {
    await citizen.say('ә'.repeat(5000))
    await citizen.send({ voice: true })
    await citizen.send({ sticker: true })
    await citizen.send({ contact: { phone: '+77000000000' } })
    await citizen.send({ text: 'топта', group: true })
    const response = await fetch(`${sandbox.url}/bot${token}/getUpdates`)
    const { result } = (await response.json()) as { result: Array<{ message?: Record<string, unknown> }> }
    const [, long, rest, voice, sticker, contact, added, inGroup] = result
    expect([long, rest].map(update => String(update?.message?.text).length)).toEqual([4096, 904])
    expect(voice?.message).toHaveProperty('voice.file_id')
    expect(sticker?.message).toHaveProperty('sticker.emoji')
    expect(contact?.message).toMatchObject({ contact: { user_id: 51 } })
    expect(added).toHaveProperty('my_chat_member')
    expect(inGroup?.message).toMatchObject({ text: 'топта', chat: { type: 'supergroup' } })
  })
})
