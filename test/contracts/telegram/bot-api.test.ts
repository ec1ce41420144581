import type { Message, Update } from '@grammyjs/types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Citizen } from '../../../sandbox/telegram/citizen.ts'
import { implemented } from '../../../sandbox/telegram/methods/implemented.ts'
import { methodNames } from '../../../sandbox/telegram/methods/table.ts'
import { type RunningSandbox, startSandbox } from './sandbox.ts'

const token = '4000:limits'
let sandbox: RunningSandbox
let citizen: Citizen

beforeAll(async () => {
  sandbox = await startSandbox({ tokens: [token] })
  citizen = new Citizen(sandbox.url, 41)
  await citizen.say('/start')
})
afterAll(() => sandbox.close())

interface Answer<T> {
  readonly status: number
  readonly ok: boolean
  readonly description?: string
  readonly result: T
}

const answered = async <T>(response: Response): Promise<Answer<T>> => {
  const json = (await response.json()) as Omit<Answer<T>, 'status'>
  return { status: response.status, ...json }
}

const call = async <T = unknown>(method: string, params: object = {}) =>
  answered<T>(
    await fetch(`${sandbox.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    }),
  )
const send = (params: object) => call<Message>('sendMessage', { chat_id: 41, ...params })
const lastUpdate = async () => (await call<Update[]>('getUpdates', { offset: -1 })).result[0]

const refused = (description: string, code = 400) => ({ status: code, ok: false, error_code: code, description })
const button = (fields: object) => ({ inline_keyboard: [[{ text: 'Иә', ...fields }]] })

describe('The Bot API stand-in', () => {
  it('knows every method of the Bot API, and says loudly which ones it does not do', async () => {
    expect(methodNames).toHaveLength(185)
    const missing = methodNames.filter(name => !(name in implemented))
    const answers = await Promise.all(missing.map(name => call(name)))
    expect(answers.every(({ status, ok }) => status === 501 && ok === false)).toBe(true)
    expect(await call('sendPoll', { chat_id: 41 })).toEqual(
      refused('Not Implemented: sendPoll is not implemented by the stand-in', 501),
    )
  })

  it('answers 404 to a method that does not exist and takes names in any case', async () => {
    expect(await call('sendMesage')).toEqual(refused('Not Found: method not found', 404))
    expect((await call('GETME')).result).toMatchObject({ id: 4000, is_bot: true })
  })

  it('answers 401 to a token that is none', async () => {
    const response = await fetch(`${sandbox.url}/botnonsense/getMe`)
    expect(await answered(response)).toEqual(refused('Unauthorized', 401))
  })

  it.each([
    ['an empty text', { text: ' \n' }, 'message text is empty'],
    ['4097 characters', { text: 'ә'.repeat(4097) }, 'message is too long'],
    [
      'an unknown tag',
      { text: '<x>', parse_mode: 'HTML' },
      `can't parse entities: Unsupported start tag "x" at byte offset 0`,
    ],
    [
      'an unclosed tag',
      { text: '<b>қ', parse_mode: 'HTML' },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      'tags closed crosswise',
      { text: 'ә<b><i>қ</b>', parse_mode: 'HTML' },
      `can't parse entities: Unmatched end tag at byte offset 10, expected "</i>", found "</b>"`,
    ],
    [
      'callback data of 65 bytes',
      { text: 'a', reply_markup: button({ callback_data: 'ә'.repeat(33) }) },
      'BUTTON_DATA_INVALID',
    ],
    ['empty callback data', { text: 'a', reply_markup: button({ callback_data: '' }) }, 'BUTTON_DATA_INVALID'],
    [
      'a button that does nothing',
      { text: 'a', reply_markup: button({}) },
      `can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard`,
    ],
    [
      'a button with a script address',
      { text: 'a', reply_markup: button({ url: 'javascript:alert(1)' }) },
      `inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol`,
    ],
    [
      'a keyboard that is none',
      { text: 'a', reply_markup: { keyboard: 'x' } },
      `can't parse reply keyboard markup JSON object`,
    ],
    ['a reply to nothing', { text: 'a', reply_parameters: { message_id: 999_999 } }, 'message to be replied not found'],
    ['a chat that never wrote', { chat_id: 42, text: 'a' }, 'chat not found'],
    ['no chat at all', { chat_id: '', text: 'a' }, 'chat_id is empty'],
  ])('refuses %s', async (_, params, reason) => {
    expect(await call('sendMessage', { chat_id: 41, ...params })).toEqual(refused(`Bad Request: ${reason}`))
  })

  it('counts the 4096 characters after the markup is parsed', async () => {
    const text = `<b>${'қ'.repeat(4096)}</b>`
    const { result } = await send({ text, parse_mode: 'HTML' })
    expect(result.text).toHaveLength(4096)
    expect(result.entities).toEqual([{ type: 'bold', offset: 0, length: 4096 }])
  })

  it('refuses an edit that changes nothing, and one of a message that is not there', async () => {
    const { result } = await send({
      text: 'бір',
      reply_markup: button({ callback_data: '1' }),
    })
    const same = {
      chat_id: 41,
      message_id: result.message_id,
      text: 'бір',
      reply_markup: button({ callback_data: '1' }),
    }
    expect((await call('editMessageText', same)).description).toMatch(/^Bad Request: message is not modified/)
    expect((await call('editMessageText', { ...same, text: 'екі' })).result).toMatchObject({ text: 'екі' })
    expect(await call('editMessageText', { ...same, message_id: 999_999 })).toEqual(
      refused('Bad Request: message to edit not found'),
    )
  })

  it('takes the formatting and the buttons away when an edit brings none', async () => {
    const { result } = await send({
      text: '<b>бір</b>',
      parse_mode: 'HTML',
      reply_markup: button({ callback_data: '1' }),
    })
    const edited = await call('editMessageText', { chat_id: 41, message_id: result.message_id, text: 'бір' })
    expect(edited.result).not.toHaveProperty('entities')
    expect(edited.result).not.toHaveProperty('reply_markup')
  })

  it('answers a callback query once', async () => {
    const { result } = await send({
      text: '?',
      reply_markup: button({ callback_data: 'yes' }),
    })
    await citizen.tap(result.message_id, 'yes')
    const query = (await lastUpdate())?.callback_query?.id
    expect(await call('answerCallbackQuery', { callback_query_id: query, text: 'Қабылданды' })).toMatchObject({
      ok: true,
    })
    expect(await citizen.answer()).toMatchObject({ text: 'Қабылданды', alert: false })
    expect(await call('answerCallbackQuery', { callback_query_id: query })).toEqual(
      refused('Bad Request: query is too old and response timeout expired or query ID is invalid'),
    )
  })

  it('gives no file above 20 MB and no file of another bot', async () => {
    await citizen.upload([{ name: 'big.pdf', bytes: new Uint8Array(20 * 1024 * 1024 + 1), type: 'application/pdf' }])
    const file_id = (await lastUpdate())?.message?.document?.file_id
    expect(await call('getFile', { file_id })).toEqual(refused('Bad Request: file is too big'))
    const other = await fetch(`${sandbox.url}/bot5000:other/getFile?file_id=${file_id}`)
    expect(await answered(other)).toEqual(refused('Bad Request: invalid file_id'))
  })

  it('answers 403 to a bot that the person blocked, until he unblocks it', async () => {
    const other = new Citizen(sandbox.url, 43)
    await other.say('/start')
    await other.block()
    expect(await call('sendMessage', { chat_id: 43, text: 'a' })).toEqual(
      refused('Forbidden: bot was blocked by the user', 403),
    )
    expect((await lastUpdate())?.my_chat_member?.new_chat_member.status).toBe('kicked')
    await other.unblock()
    expect((await call('sendMessage', { chat_id: 43, text: 'a' })).ok).toBe(true)
  })

  it('reads form fields as well as JSON', async () => {
    const body = new URLSearchParams({
      chat_id: '41',
      text: 'форма',
      reply_markup: JSON.stringify(button({ callback_data: 'x' })),
      protect_content: 'true',
    })
    const response = await fetch(`${sandbox.url}/bot${token}/sendMessage`, { method: 'POST', body })
    expect((await answered(response)).result).toMatchObject({ text: 'форма', has_protected_content: true })
  })
})
