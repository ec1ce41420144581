import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { migrate } from '../../../services/database/migrate.ts'
import { openServer } from '../../../services/database/server.ts'
import { circumstances, writeMeasurement } from '../../support/measurement.ts'
import { startPostgres } from '../../support/postgres.ts'
import { serverMicros } from '../processes.ts'
import { counted } from './counted.ts'
import { type Engine, ownTable, type Performed, pgBoss } from './engines.ts'
import { replies } from './turn.ts'

/**
 * The replies of a turn through our own table, and through pg-boss, which is installed elsewhere:
 * `npm i pg-boss@12.35.0` in an empty folder, then `node cli.js run test/bench/effects/bench.ts --pg-boss=<folder>`.
 */
const { values } = parseArgs({
  options: {
    'pg-boss': { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
})
const rounds = Number(values.rounds)
const loads = [
  { atOnce: 1, chats: 10, turns: 6 },
  { atOnce: 16, chats: 64, turns: 10 },
] as const
type Load = (typeof loads)[number]
/** Nobody answers a message in the instant in which it was sent. */
const thinkMs = 2
const folder = values['pg-boss']
const postgres = await startPostgres()

class Replies {
  readonly #waiting = new Map<number, { left: number; done: () => void }>()
  readonly performed: Performed = chat => {
    const waiting = this.#waiting.get(chat)
    if (waiting && --waiting.left === 0) waiting.done()
  }
  of(chat: number): Promise<void> {
    return new Promise(done => this.#waiting.set(chat, { left: replies, done }))
  }
}

const quantile = (numbers: readonly number[], q: number) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * q)] ?? 0
const median = (numbers: readonly number[]) => quantile(numbers, 0.5)

interface Figures {
  turnsPerSecond: number
  commitP50: number
  commitP99: number
  doneP50: number
  doneP99: number
  nodeMicros: number
  serverMicros: number
}

/** Each chat takes its turns one after the other, the next when the replies of the last were carried out. */
async function run(engine: Engine, done: Replies, first: number, { atOnce, chats, turns }: Load): Promise<Figures> {
  const commits: number[] = []
  const ends: number[] = []
  const waiting = Array.from({ length: chats }, (_, i) => first + i)
  const before = { cpu: process.cpuUsage(), server: serverMicros(postgres.pid()), at: performance.now() }
  const worker = async () => {
    for (let chat = waiting.shift(); chat !== undefined; chat = waiting.shift()) {
      for (let revision = 0; revision < turns; revision++) {
        const began = performance.now()
        const answered = done.of(chat)
        await engine.turn(chat, revision)
        commits.push(performance.now() - began)
        await answered
        ends.push(performance.now() - began)
        await delay(thinkMs)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const total = chats * turns
  const { user, system } = process.cpuUsage(before.cpu)
  return {
    turnsPerSecond: total / ((performance.now() - before.at) / 1000),
    ...{ commitP50: quantile(commits, 0.5), commitP99: quantile(commits, 0.99) },
    ...{ doneP50: quantile(ends, 0.5), doneP99: quantile(ends, 0.99) },
    nodeMicros: (user + system) / total,
    serverMicros: (serverMicros(postgres.pid()) - before.server) / total,
  }
}

type Name = 'own table' | 'pg-boss, a job each' | 'pg-boss, one job'
let databases = 0

async function oneRound(name: Name, load: Load): Promise<Figures & { tripsPerCommit: number }> {
  const url = await postgres.create(`effects_${++databases}`)
  const { database, trips } = counted(await openServer(url))
  await migrate(database)
  const done = new Replies()
  const place = { folder: folder ?? '', url, jobs: name === 'pg-boss, one job' ? 'together' : 'each' } as const
  const engine = await (name === 'own table'
    ? ownTable(database, done.performed)
    : pgBoss(place, database, done.performed))
  await run(engine, done, 1_000_000, load)
  const before = trips()
  await engine.turn(3_000_000, 0)
  const tripsPerCommit = trips() - before
  const figures = await run(engine, done, 2_000_000, load)
  await engine.stop()
  await database.close()
  return { ...figures, tripsPerCommit }
}

const names: Name[] = folder ? ['own table', 'pg-boss, a job each', 'pg-boss, one job'] : ['own table']
const rows: (Figures & { tripsPerCommit: number; name: Name; atOnce: number })[] = []
for (const load of loads) {
  const results = new Map<Name, (Figures & { tripsPerCommit: number })[]>(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names.toReversed() : names) results.get(name)?.push(await oneRound(name, load))
  for (const [name, figures] of results) {
    const of = (key: keyof Figures | 'tripsPerCommit') => median(figures.map(one => one[key]))
    rows.push({
      ...{
        name,
        atOnce: load.atOnce,
        tripsPerCommit: Math.min(...figures.map(one => one.tripsPerCommit)),
        turnsPerSecond: of('turnsPerSecond'),
      },
      ...{ commitP50: of('commitP50'), commitP99: of('commitP99'), doneP50: of('doneP50'), doneP99: of('doneP99') },
      ...{ nodeMicros: of('nodeMicros'), serverMicros: of('serverMicros') },
    })
  }
}
await postgres.stop()

const about = { loads, rounds, replies, ...circumstances(['pg']) }
const line = (row: (typeof rows)[number]) =>
  `| ${row.atOnce} | ${row.name} | ${row.tripsPerCommit} | ${[row.commitP50, row.commitP99, row.doneP50, row.doneP99].map(value => value.toFixed(1)).join(' | ')} | ${[row.turnsPerSecond, row.nodeMicros, row.serverMicros].map(value => value.toFixed(0)).join(' | ')} |`
const text = [
  '# The replies of a turn: our own table and pg-boss',
  '',
  'A turn with two replies of one chat, in order; the next turn of the chat 2 ms after both were carried out (by doing nothing). PostgreSQL with fsync, synchronous_commit and',
  'full_page_writes on. Ours: rows of the one statement of the turn, leased by it. pg-boss: queue policy `key_strict_fifo`, `notify`, inserted within the transaction of the turn,',
  'worked in the same process in batches; either each reply a job, as strict as ours, or the replies of a turn in one job, which then succeed or fail together. Medians over rounds in alternating order, each on a new database, after a warm-up of the same length.',
  '',
  '| chats at once | engine | statements for the commit | commit p50 ms | p99 ms | replies done p50 ms | p99 ms | turns/s | Node CPU µs/turn | PostgreSQL CPU µs/turn |',
  '|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|',
  ...rows.map(line),
  '',
  '```json',
  JSON.stringify(about),
  '```',
  '',
].join('\n')
console.log(text)
if (folder) writeMeasurement('effects-bench', text, { about, rows })
process.exit()
