import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'

/*
 * The journey as somebody would check it who knows nothing of the sources: only what `npm start` runs and the doors whose
 * names and shapes are fixed. Nothing of ours is imported.
 */

interface Button {
  text: string
  data?: string
  url?: string
}
interface Message {
  id: number
  text: string
  buttons: Button[][]
  file?: { name: string; url: string }
  edited: boolean
  deleted: boolean
}
interface Person {
  iin: string
  name: string
  password: string
}

const root = join(import.meta.dirname, '..', '..')
const cli = join(root, 'cli.js')
const startWithinMs = 60_000
const citizen = 77_001

let demo: ChildProcess
let dir: string
let base: string
let person: Person
let shown = 0

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tereze-outside-'))
  const port = await freePort()
  base = `http://localhost:${port}`
  const settings = { PORT: String(port), DATA_DIR: join(dir, 'data'), DATABASE_URL: '', REDIS_URL: '', PUBLIC_URL: '' }
  let written = ''
  demo = spawn(process.execPath, [cli, 'demo'], { cwd: root, env: { ...process.env, ...settings } })
  for (const stream of [demo.stdout, demo.stderr]) stream?.on('data', (text: Buffer) => (written += text))
  const until = performance.now() + startWithinMs
  while (!written.includes(base) && performance.now() < until && demo.exitCode === null) await delay(50)
  if (!written.includes(base)) throw new Error(`it printed no address:\n${written}`)
}, startWithinMs + 10_000)

afterAll(async () => {
  if (demo.exitCode === null) {
    demo.kill('SIGTERM')
    await once(demo, 'exit')
  }
  rmSync(dir, { recursive: true, force: true })
})

const json = async <T>(path: string, body?: object): Promise<T> => {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${base}${path}`, init)
  expect([path, response.ok]).toEqual([path, true])
  return response.json() as Promise<T>
}

const chat = `/sandbox/telegram/users/${citizen}`

/** The next message of the bot that fits, by long poll. */
async function sees(fits: (message: Message) => boolean): Promise<Message> {
  for (const until = performance.now() + 30_000; performance.now() < until; ) {
    const messages = await json<Message[]>(`${chat}/messages?after=${shown}&wait=5`)
    const found = messages.filter(({ id, deleted }) => id > shown && !deleted).find(fits)
    if (found) {
      shown = found.id
      return found
    }
  }
  throw new Error(`nothing of the kind came: ${JSON.stringify(await json(`${chat}/messages?after=${shown}`))}`)
}

const reads = (words: string | RegExp) =>
  sees(({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text)))
const buttonOf = (message: Message, words: string): Button => {
  const button = message.buttons.flat().find(({ text }) => text.includes(words))
  if (!button) throw new Error(`no button «${words}» below «${message.text}»`)
  return button
}
const says = (text: string) => json(`${chat}/send`, { text })
const withButton = (words: string) => sees(({ buttons }) => buttons.flat().some(({ text }) => text.includes(words)))

async function taps(words: string): Promise<void> {
  const message = await withButton(words)
  await json(`${chat}/click`, { message: message.id, data: buttonOf(message, words).data })
}

/** A browser without scripts. */
const cookies = new Map<string, string>()
async function browse(url: string, form?: Record<string, string>): Promise<{ url: string; html: string }> {
  const headers = { cookie: [...cookies].map(pair => pair.join('=')).join('; ') }
  const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
  const response = await fetch(url, { ...init, headers, redirect: 'manual' })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    cookies.set(name, value)
  }
  const location = response.headers.get('location')
  return location ? browse(new URL(location, url).href) : { url, html: await response.text() }
}

/** Sends the form whose action ends like this, with its hidden fields. */
async function submits(page: { url: string; html: string }, end: string, fields: Record<string, string> = {}) {
  const forms = [...page.html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', body = '']) => ({
    action: new URL(/action="([^"]*)"/.exec(head)?.[1] ?? page.url, page.url),
    hidden: [...body.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]): [string, string] => [
      /name="([^"]*)"/.exec(tag)?.[1] ?? '',
      /value="([^"]*)"/.exec(tag)?.[1] ?? '',
    ]),
  }))
  const form = forms.find(({ action }) => action.pathname.endsWith(end))
  if (!form) throw new Error(`no form to ${end} on ${page.url}: ${page.html}`)
  return browse(form.action.href, { ...Object.fromEntries(form.hidden), ...fields })
}

const signsIn = (page: { url: string; html: string }) =>
  submits(page, '/portal/sign-in', { iin: person.iin, password: person.password })

test('it is alive, ready and measured, and lists who can be played', async () => {
  for (const path of ['/healthz', '/readyz']) expect((await fetch(`${base}${path}`)).status).toBe(200)
  expect(await (await fetch(`${base}/metrics`)).text()).toMatch(/^# HELP /m)
  const people = await json<Person[]>('/sandbox/people')
  expect(people.length).toBeGreaterThanOrEqual(12)
  expect((await fetch(`${base}/`)).status).toBe(200)
  expect((await fetch(`${base}/services/guardianship-certificate`)).status).toBe(200)
  const [first] = people
  if (!first) throw new Error('nobody is listed')
  person = first
})

test('the commands of the shell tell numbers and deadlines', () => {
  const run = (...args: string[]) => execFileSync(process.execPath, [cli, ...args, '--json'], { encoding: 'utf8' })
  expect(JSON.parse(run('number', person.iin))).toMatchObject({ valid: true, kind: 'iin' })
  const due = JSON.parse(run('due', 'guardianship-certificate', '--from', '2026-11-27T10:00:00+05:00'))
  const days = due.deadlines.map((deadline: { limit: string; due: { date: string } }) => [
    deadline.limit,
    deadline.due.date,
  ])
  expect(days).toEqual(
    expect.arrayContaining([
      ['T-05', '2026-11-27'],
      ['T-06', '2026-12-02'],
    ]),
  )
})

test('from /start to the certificate, which /my and /verify show', { timeout: 120_000 }, async () => {
  await says('/start')
  await taps('Русский')
  await taps('Услуги')
  await taps('опеке и попечительству')
  await taps('Начать заявление')
  await taps('Согласен')
  await reads('Введите ИИН')
  await says(person.iin)
  const portal = buttonOf(await withButton('Войти на портал'), 'Войти на портал').url ?? ''
  const back = await signsIn(await submits(await browse(portal), new URL(portal).pathname))
  expect(back.html).toContain('Вы вошли на портал')
  await taps('Да, верны')
  await reads('телефон')
  await says('+7 701 123 45 67')
  await taps('Да, верна')
  await taps('В электронном виде')
  await taps('Всё верно')
  const link = buttonOf(await withButton('Подписать в eGov Mobile'), 'Подписать в eGov Mobile').url
  const phone = await json<{ shown: string }>('/sandbox/egov-mobile/sign', { link, iin: person.iin })
  expect(phone.shown).toBe('signed')

  const registered = await reads('Регистрационный номер')
  const applications = await json<{ number: string; status: string }[]>('/sandbox/provider/applications')
  expect(applications.map(({ status }) => status)).toEqual(['approve'])
  expect(registered.text).toContain(applications[0]?.number)
  const certificate = await sees(({ text, file }) => file !== undefined && text.includes('справка готова'))
  const [number = ''] = /\d{2}-\d{5}-\d{5}/.exec(certificate.text) ?? []
  const pdf = Buffer.from(await (await fetch(certificate.file?.url ?? '')).arrayBuffer())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')

  const my = await signsIn(await submits(await browse(`${base}/my?lang=ru`), '/my/sign-in'))
  expect(my.html).toContain(number)
  const verified = await browse(`${base}/verify/${number}`)
  expect(verified.html).toContain('Документ подлинный')
  expect(verified.html).not.toContain(person.name)
  const outgoing = await json<{ cabinet: { iin: string }[] }>('/sandbox/outgoing')
  expect(outgoing.cabinet.map(({ iin }) => iin)).toContain(person.iin)
})

test('the clock of the demonstration can be moved, and faults can be ordered', async () => {
  const before = Date.now()
  const { now } = await json<{ now: string }>('/sandbox/clock', { by: 'PT3H' })
  expect(Date.parse(now)).toBeGreaterThan(before + 2 * 3_600_000)
  await json('/sandbox/registers/faults', { method: 'person', times: 1, status: 503 })
  await json('/sandbox/telegram/faults', { method: 'sendMessage', times: 1, status: 429, retryAfter: 1 })
  await says('/menu')
  await reads('Что сделаем?')
})
