import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { Citizen } from '../../../sandbox/telegram/citizen.ts'
import { certificate, type StartBot, type Transport, words } from './dialog.ts'
import { startGrammy } from './grammy-bot.ts'
import { type RunningSandbox, startSandbox } from './sandbox.ts'
import { startTelegraf } from './telegraf-bot.ts'

const token = '7000:contract'

/** The citizen's part: commands, buttons, edits, documents both ways, an album, a long text, an error. */
async function converse(citizen: Citizen) {
  await citizen.say('/start token_1')
  const menu = await citizen.next()
  await citizen.click('Анықтама')
  const answer = await citizen.answer()
  const [edited] = await citizen.until(messages => messages.some(message => message.edited))
  await citizen.say('/certificate')
  const paper = await citizen.next()
  const file = await citizen.download(paper)
  await citizen.upload([{ name: 'Туу туралы куәлік.pdf', bytes: Buffer.from('әріп') }])
  const received = await citizen.next()
  const picture = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#0b6b7f' } })
    .jpeg()
    .toBuffer()
  const photo = { name: 'a.jpg', bytes: picture, type: 'image/jpeg', as: 'photo' } as const
  await citizen.upload([photo, photo])
  const album = [(await citizen.next()).text, (await citizen.next()).text]
  await citizen.say('/long')
  const long = [(await citizen.next()).text, (await citizen.next()).text].join('')
  await citizen.say('/wrong')
  const refusal = await citizen.next()
  const secret = await citizen.say('құпия')
  await citizen.gone(secret)
  await citizen.edit(menu.id - 1, 'түзетілді')
  const echo = await citizen.next()
  return { menu, answer, edited, paper, file, received, album, long, refusal, echo }
}

interface Run {
  readonly seen: Awaited<ReturnType<typeof converse>>
  readonly calls: readonly unknown[]
}

async function run(start: StartBot, transport: Transport): Promise<Run> {
  const sandbox = await startSandbox({ tokens: [token] })
  const bot = await start(sandbox.url, token, transport)
  const seen = await converse(new Citizen(sandbox.url, 71))
  await bot.stop()
  const calls = conversation(sandbox)
  await sandbox.close()
  return { seen, calls }
}

const setUp = new Set(['getMe', 'getUpdates', 'setWebhook', 'deleteWebhook', 'getWebhookInfo'])

/** What was called and answered, in order, without how it was encoded and where the client fetched updates. */
function conversation({ transcript }: RunningSandbox) {
  const records = transcript.read()
  const first = records.find(record => record.kind === 'update')?.update.update_id ?? 0
  return records.flatMap((record): object[] => {
    if (record.kind === 'update') return [{ update: comparable(record.update, first) }]
    if (setUp.has(record.method)) return []
    const files = record.files.map(({ name, size, sha256 }) => ({ name, size, sha256 }))
    return [{ method: record.method, files, status: record.status, answer: record.answer }]
  })
}

/** A query's id is random in every run, and so is the update id that a run begins with. */
const comparable = (update: { update_id: number }, first: number) => ({
  ...JSON.parse(JSON.stringify(update).replace(/"id":"\d+"/, '"id":"…"')),
  update_id: update.update_id - first,
})

describe('Two clients by different authors, by polling and by webhook', () => {
  const cases = [
    ['grammY, polling', startGrammy, 'polling'],
    ['telegraf, polling', startTelegraf, 'polling'],
    ['grammY, webhook', startGrammy, 'webhook'],
    ['telegraf, webhook', startTelegraf, 'webhook'],
  ] as const
  const runs = new Map<string, Run>()

  beforeAll(async () => {
    for (const [name, start, transport] of cases) runs.set(name, await run(start, transport))
  }, 60_000)

  it.each(cases)('%s: the citizen gets what the bot said', name => {
    const seen = runs.get(name)?.seen
    expect(seen?.menu).toMatchObject({
      text: 'Сәлеметсіз бе! Қызметті таңдаңыз & бастаңыз.',
      buttons: [[{ text: 'Анықтама', data: 'choose:1' }], [{ text: 'Стандарт', url: 'https://adilet.zan.kz/kaz' }]],
    })
    expect(seen?.answer).toMatchObject({ text: 'Қабылданды', alert: false })
    expect(seen?.edited).toMatchObject({ text: 'Таңдалды: анықтама', edited: true, buttons: [] })
    expect(seen?.paper).toMatchObject({ text: words.caption, file: { name: words.certificate } })
    expect(seen?.file).toEqual(certificate)
    expect(seen?.received.text).toBe('Туу туралы куәлік.pdf: 8')
    expect(seen?.album).toEqual(['900', '900'])
    expect(seen?.long).toBe(words.long)
    expect(seen?.refusal.text).toMatch(/^400 Bad Request: can't parse entities: Unsupported start tag "x"/)
    expect(seen?.echo.text).toBe('→ түзетілді')
  })

  it.each(cases)('%s: the transcript is the same as of every other', name => {
    const calls = runs.get(name)?.calls ?? []
    expect(calls).toHaveLength(25)
    expect(calls).toEqual(runs.get('grammY, polling')?.calls)
  })
})
