import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { Update } from '@grammyjs/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Citizen } from '../../../sandbox/telegram/citizen.ts'
import { listen } from './listen.ts'
import { type RunningSandbox, startSandbox } from './sandbox.ts'

const token = '6000:updates'
const ends: Array<() => Promise<unknown>> = []
let sandbox: RunningSandbox
let citizen: Citizen

beforeEach(async () => {
  sandbox = await startSandbox({ tokens: [token], webhookPauses: [5, 10] })
  citizen = new Citizen(sandbox.url, 61)
  ends.push(sandbox.close)
})
afterEach(async () => {
  await Promise.all(ends.splice(0).map(end => end()))
})

const call = async <T>(method: string, params: object = {}) => {
  const response = await fetch(`${sandbox.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await response.json()) as { ok: boolean; result: T; error_code?: number; description?: string }
}
const getUpdates = async (params: object = {}) => (await call<Update[]>('getUpdates', params)).result
const texts = (updates: readonly Update[]) => updates.map(({ message }) => message?.text)

/** A bot's address that answers what `decide` says. */
async function startHook(decide: (update: Update, nth: number) => number) {
  const got: Array<{ update: Update; headers: IncomingHttpHeaders }> = []
  const arrived = Promise.withResolvers<void>()
  let expected = Number.POSITIVE_INFINITY
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const update: Update = JSON.parse(body)
    got.push({ update, headers: request.headers })
    response.writeHead(decide(update, got.length)).end(() => {
      if (got.length >= expected) arrived.resolve()
    })
  })
  const { url, close } = await listen(server)
  ends.push(close)
  const until = (count: number) => {
    expected = count
    if (got.length >= count) arrived.resolve()
    return arrived.promise
  }
  return { url, got, until }
}

describe('Long polling', () => {
  it('waits for the next update and returns as soon as it comes', async () => {
    const began = performance.now()
    const waiting = getUpdates({ timeout: 30 })
    await citizen.say('сәлем')
    expect(texts(await waiting)).toEqual(['сәлем'])
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('gives updates again until an offset confirms them', async () => {
    await citizen.say('бір')
    await citizen.say('екі')
    const [first] = await getUpdates({ limit: 1 })
    expect(texts(await getUpdates())).toEqual(['бір', 'екі'])
    expect(texts(await getUpdates({ offset: (first?.update_id ?? 0) + 1 }))).toEqual(['екі'])
    expect(texts(await getUpdates({ offset: -1 }))).toEqual(['екі'])
  })

  it('ends an older poll with 409 when a newer one begins', async () => {
    const older = call('getUpdates', { timeout: 30 })
    await expect.poll(() => getUpdates()).toEqual([])
    expect(await older).toMatchObject({
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    })
  })

  it('is refused with 409 while a webhook is set', async () => {
    const { url } = await startHook(() => 200)
    await call('setWebhook', { url })
    expect((await call('getUpdates')).error_code).toBe(409)
    await call('deleteWebhook')
    expect((await call('getUpdates')).ok).toBe(true)
  })

  it('leaves out the kinds that the bot did not ask for', async () => {
    await getUpdates({ allowed_updates: ['callback_query'] })
    await citizen.say('естілмейді')
    expect(await getUpdates()).toEqual([])
  })

  it('delivers an update again under the same id when told to', async () => {
    await citizen.say('қайта')
    const [update] = await getUpdates()
    const offset = (update?.update_id ?? 0) + 1
    expect(await getUpdates({ offset })).toEqual([])
    await citizen.again()
    expect(await getUpdates({ offset })).toEqual([update])
    expect(await getUpdates({ offset })).toEqual([])
  })

  it('delivers each update as often as a planned fault says', async () => {
    sandbox.faults.plan({ method: 'update', times: 1, copies: 3 })
    await citizen.say('үш рет')
    await citizen.say('бір рет')
    expect(texts(await getUpdates())).toEqual(['үш рет', 'үш рет', 'үш рет', 'бір рет'])
  })
})

describe('A webhook', () => {
  it('gets each update once, with the secret, as long as it answers 2xx', async () => {
    const hook = await startHook(() => 200)
    await call('setWebhook', { url: hook.url, secret_token: 'құпия' })
    await call('setWebhook', { url: hook.url, secret_token: 'S3cret_-' })
    await citizen.say('бір')
    await citizen.say('екі')
    await hook.until(2)
    expect(hook.got.map(({ update }) => update.message?.text)).toEqual(['бір', 'екі'])
    expect(hook.got[0]?.headers['x-telegram-bot-api-secret-token']).toBe('S3cret_-')
  })

  it('gets a refused update again, and nothing else of that chat before it', async () => {
    const hook = await startHook((update, nth) => (update.message?.text === 'бір' && nth < 4 ? 500 : 200))
    await call('setWebhook', { url: hook.url })
    await citizen.say('бір')
    await citizen.say('екі')
    await hook.until(4)
    const said = hook.got.map(({ update }) => update.message?.text)
    expect(said.filter(text => text === 'бір').length).toBeGreaterThanOrEqual(3)
    expect(said.slice(0, 3)).toEqual(['бір', 'бір', 'бір'])
    const info = await call<{ last_error_message: string }>('getWebhookInfo')
    expect(info.result.last_error_message).toBe('Wrong response from the webhook: 500 Internal Server Error')
  })

  it('gets other chats while the head of one is refused', async () => {
    const hook = await startHook(update => (update.message?.chat.id === 61 ? 500 : 200))
    await call('setWebhook', { url: hook.url })
    await citizen.say('бөгет')
    await new Citizen(sandbox.url, 62).say('өтеді')
    await expect.poll(() => hook.got.map(({ update }) => update.message?.text)).toContain('өтеді')
  })

  it('forgets what waits when told to drop it', async () => {
    await citizen.say('ескі')
    await call('deleteWebhook', { drop_pending_updates: true })
    expect(await getUpdates()).toEqual([])
  })
})
