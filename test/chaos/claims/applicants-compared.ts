import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { ReceivedApplication } from '../../support/journey.ts'
import type { Inhabitant } from '../town/people.ts'
import type { Town } from '../town/town.ts'
import type { Remembered } from '../town/walk.ts'
import { type Finding, unless } from './claim.ts'

type Request = { applicant?: { iin: string; name: string }; answers: Record<string, unknown> }

const isoDate = (dotted: string) => dotted.split('.').reverse().join('-')

/** What this citizen answered, by place; nothing of the product's is asked for it. */
function answered({ isFound, phone, ward, wardBorn, person }: Inhabitant): Record<string, string> {
  const common = { iin: person.iin, personConfirmed: 'correct', phone, delivery: 'electronic' }
  if (isFound) return { ...common, recordConfirmed: 'correct' }
  return {
    ...common,
    'wards.1.name': ward,
    'wards.1.birthDate': isoDate(wardBorn),
    'wards.1.birthRecord': 'inRegisters',
  }
}

async function documentsOf(town: Town, { documents }: ReceivedApplication): Promise<string[]> {
  return Promise.all(
    documents.map(async ({ url }) => {
      const response = await fetch(`${town.url}/sandbox/${url}`)
      return createHash('sha256')
        .update(Buffer.from(await response.arrayBuffer()))
        .digest('hex')
    }),
  )
}

async function complaintsOf(
  town: Town,
  { inhabitant, number, document }: Remembered,
  all: readonly ReceivedApplication[],
): Promise<string[]> {
  const mine = all.filter(({ iin }) => iin === inhabitant.person.iin)
  const [application] = mine
  const who = `chat ${inhabitant.chat}`
  if (!application || mine.length !== 1) return [`${who}: ${mine.length} registrations`]
  const request = JSON.parse(application.request ?? '{}') as Request
  const wrong = Object.entries(answered(inhabitant)).filter(([place, value]) => request.answers[place] !== value)
  const documents = await documentsOf(town, application)
  return [
    ...wrong.map(([place]) => `${who}: the answer at ${place} is not the one that was given`),
    ...unless([
      [request.applicant?.name === inhabitant.person.name, `${who}: another name was registered`],
      [application.number === number, `${who}: the chat named another registration`],
      [documents.join() === (document ?? ''), `${who}: the documents are not those that were given`],
    ]),
  ]
}

interface Counts {
  cases: number
  issued: number
  certificates: number
  parked: number
  sent: number
  unknown: number
}
const counts = `select
  (select count(*) from application)::int as cases,
  (select count(*) from case_head where status = 'issued')::int as issued,
  (select count(*) from paper where kind = 'certificate' and status = 'genuine')::int as certificates,
  (select count(*) from parked)::int as parked,
  (select count(*) from effect where kind = 'send' and status in ('done', 'failed'))::int as sent,
  (select coalesce(sum(unknown), 0) from effect where kind = 'send')::int as unknown`

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `npx tereze cases rebuild --check`: every chain of hashes, every snapshot and head against its ledger. */
export function rebuildCheck(environment: Record<string, string>): Promise<{ ok: boolean; said: string }> {
  const args = [`${root}cli/main.ts`, 'cases', 'rebuild', '--check']
  return new Promise(resolve =>
    execFile(
      process.execPath,
      args,
      { env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 },
      (fault, stdout, stderr) => resolve({ ok: fault === null, said: `${stdout}${stderr}`.trim() }),
    ),
  )
}

/** Calls that set up the bot or fetch are no effects. */
const notSent = ['getUpdates', 'getMe', 'setMyCommands', 'deleteWebhook', 'getFile']

async function doubledReplies(town: Town, { sent, unknown }: Counts) {
  const tally = await town.tally()
  const calls = Object.entries(tally).reduce(
    (sum, [method, times]) => (notSent.includes(method) ? sum : sum + times),
    0,
  )
  const surplus = calls - sent
  const problems = unless([
    [surplus >= 0, `${-surplus} effects are recorded as sent that never reached Telegram`],
    [surplus <= unknown, `${surplus} calls were made twice, ${unknown} are recorded as unknown`],
  ])
  return { figures: { calls, effectsSent: sent, sentTwice: surplus, recordedUnknown: unknown }, problems }
}

async function delivered(town: Town): Promise<number> {
  const { cabinet } = (await (await fetch(`${town.url}/sandbox/outgoing`)).json()) as { cabinet: { file?: object }[] }
  return cabinet.filter(({ file }) => file).length
}

/** The citizens' own ledgers against what the provider received, what the chats got, and what the database holds. */
export async function compare(
  town: Town,
  people: readonly Inhabitant[],
  remembered: readonly Remembered[],
): Promise<Finding> {
  const all = (await (await fetch(`${town.url}/sandbox/provider/applications`)).json()) as ReceivedApplication[]
  const complaints = (await Promise.all(remembered.map(one => complaintsOf(town, one, all)))).flat()
  const [found] = await town.database.query<Counts & Record<string, unknown>>(counts)
  if (!found) throw new TypeError('a select of counts gives one row')
  const replies = await doubledReplies(town, found)
  const rebuilt = await rebuildCheck(town.environment)
  const cabinet = await delivered(town)
  const n = people.length
  return {
    figures: {
      ...replies.figures,
      cases: found.cases,
      registrations: all.length,
      certificates: found.certificates,
      cabinet,
    },
    problems: [
      ...complaints,
      ...replies.problems,
      ...unless([
        [remembered.length === n, `${n - remembered.length} citizens have no certificate`],
        [found.cases === n, `${found.cases} cases for ${n} citizens`],
        [found.issued === n, `${found.issued} cases are issued`],
        [all.length === n, `${all.length} registrations`],
        [new Set(remembered.map(({ certificate }) => certificate)).size === n, 'two citizens have one certificate'],
        [found.certificates === n, `${found.certificates} certificates`],
        [cabinet === n, `${cabinet} results in the cabinet`],
        [found.parked === 0, `${found.parked} inputs are parked`],
        [rebuilt.ok, `cases rebuild --check: ${rebuilt.said.slice(0, 2000)}`],
      ]),
    ],
  }
}
