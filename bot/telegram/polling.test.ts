import type { Update } from 'grammy/types'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Citizen } from '../../sandbox/telegram/citizen.ts'
import { type RunningSandbox, startSandbox } from '../../test/contracts/telegram/sandbox.ts'
import { listen } from '../../test/support/listen.ts'
import { createPolling } from './polling.ts'
import { setUpBot } from './setup.ts'
import { webhookPath, webhookRoutes } from './webhook.ts'

let sandbox: RunningSandbox
let bots = 4200
beforeAll(async () => {
  sandbox = await startSandbox({ webhookPauses: [5] })
})
afterAll(() => sandbox.close())

/** A bot of its own for each test, and a citizen who talks to it. */
async function beginning() {
  const id = ++bots
  const token = `${id}:polling`
  await fetch(`${sandbox.url}/bot${token}/getMe`)
  return { token, citizen: new Citizen(sandbox.url, id, { bot: id }) }
}

/** Keeps the texts it took; `before` runs while one is being taken. */
function taker(before: (text: string) => Promise<void> | void = () => undefined) {
  const taken: string[] = []
  let heard: () => void = () => undefined
  return {
    taken,
    ingest: {
      take: async ({ message }: Update) => {
        await before(message?.text ?? '')
        taken.push(message?.text ?? '')
        heard()
      },
    },
    until: async (count: number) => {
      while (taken.length < count) await new Promise<void>(resolve => (heard = resolve))
    },
  }
}

function poll(token: string, ingest: ReturnType<typeof taker>['ingest']) {
  const faults: unknown[] = []
  const log = { error: (about: object) => void faults.push(about) }
  const polling = createPolling({ token, apiRoot: sandbox.url, ingest, log, longestPauseMs: 20 })
  onTestFinished(() => polling.stop())
  polling.start()
  return { polling, faults }
}

const pending = async (token: string): Promise<string[]> => {
  const { result } = (await (await fetch(`${sandbox.url}/bot${token}/getUpdates`)).json()) as { result: Update[] }
  return result.map(({ message }) => message?.text ?? '')
}

describe('polling', () => {
  test('takes what was said before and after it began', async () => {
    const { token, citizen } = await beginning()
    await citizen.say('бұрын')
    const { ingest, taken, until } = taker()
    poll(token, ingest)
    await until(1)
    await citizen.say('кейін')
    await until(2)
    expect(taken).toEqual(['бұрын', 'кейін'])
  })

  test('confirms nothing of a batch before all of it is committed', async () => {
    const { token, citizen } = await beginning()
    for (const text of ['1', '2', '3']) await citizen.say(text)
    let failures = 2
    const { ingest, taken, until } = taker(text => {
      if (text === '2' && failures-- > 0) throw new Error('the database is down')
    })
    const { polling, faults } = poll(token, ingest)
    await until(7)
    await polling.stop()
    expect(taken.filter(text => text === '2')).toHaveLength(1)
    expect(taken.filter(text => text === '3')).toHaveLength(3)
    expect(faults).toHaveLength(2)
  })

  test('stopped in the middle of a batch, finishes it and leaves it unconfirmed for whoever comes next', async () => {
    const { token, citizen } = await beginning()
    await citizen.say('а')
    const { ingest, taken } = taker(async () => {
      void polling.stop()
      await new Promise(setImmediate)
    })
    const { polling } = poll(token, ingest)
    await expect.poll(() => taken).toEqual(['а'])
    await polling.stop()
    expect(await pending(token)).toEqual(['а'])
  })

  test('stands back from another poller and goes on when it is gone', async () => {
    const { token, citizen } = await beginning()
    sandbox.faults.plan({ method: 'getUpdates', times: 1, status: 409, copies: 2 })
    await citizen.say('а')
    const { ingest, until } = taker()
    const { faults } = poll(token, ingest)
    await until(1)
    expect(faults).toMatchObject([{ conflict: true }])
  })

  test('a broken line is tried again, and the log tells no token', async () => {
    const { token, citizen } = await beginning()
    sandbox.faults.plan({ method: 'getUpdates', times: 1, drop: 'before', copies: 2 })
    await citizen.say('а')
    const { ingest, until } = taker()
    const { faults } = poll(token, ingest)
    await until(1)
    const [{ err }] = faults as [{ err: Error }]
    expect(JSON.stringify(err, Object.getOwnPropertyNames(err))).not.toContain(token)
  })
})

describe('the webhook', () => {
  const secret = 'only-telegram-knows'
  async function hooked(ingest: ReturnType<typeof taker>['ingest']) {
    const faults: unknown[] = []
    const { app, origin } = await listen()
    app.use(webhookRoutes({ secret, ingest, log: { error: about => void faults.push(about) } }))
    return { url: origin + webhookPath, faults }
  }
  const post = (url: string, body: unknown, given?: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(given && { 'x-telegram-bot-api-secret-token': given }) },
      body: JSON.stringify(body),
    })

  test('takes what Telegram delivers, and takes it again when a commit failed', async () => {
    const { token, citizen } = await beginning()
    let failures = 1
    const { ingest, taken, until } = taker(() => {
      if (failures-- > 0) throw new Error('the database is down')
    })
    const { url, faults } = await hooked(ingest)
    await setUpBot({ token, apiRoot: sandbox.url, webhook: { url, secret } })
    onTestFinished(async () => void (await setUpBot({ token, apiRoot: sandbox.url })))
    await citizen.say('сәлем')
    await until(1)
    expect(taken).toEqual(['сәлем'])
    expect(faults).toHaveLength(1)
  })

  test.each([
    ['no secret', undefined],
    ['another secret', 'guess'],
  ])('with %s lets nothing in', async (_, given) => {
    const { ingest, taken } = taker()
    const { url } = await hooked(ingest)
    expect((await post(url, { update_id: 1, message: { text: 'а' } }, given)).status).toBe(401)
    expect(taken).toEqual([])
  })

  test('takes no body that is no update, or too large to be one', async () => {
    const { ingest, taken } = taker()
    const { url } = await hooked(ingest)
    expect((await post(url, { text: 'а' }, secret)).status).toBe(400)
    expect((await post(url, { update_id: 1, text: 'а'.repeat(1024 * 1024) }, secret)).status).toBe(413)
    expect(taken).toEqual([])
  })
})
