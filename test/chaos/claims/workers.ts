import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { migrate } from '../../../services/database/migrate.ts'
import type { Database } from '../../../services/database/port.ts'
import { openServer } from '../../../services/database/server.ts'
import { type Child, startChild } from '../../support/child.ts'
import { startPostgres } from '../../support/postgres.ts'
import { temporary } from '../town/processes.ts'
import { seeded } from '../town/random.ts'
import { type Claim, type Finding, type Setting, unless } from './claim.ts'

const sizes = {
  full: { queues: 200, each: 100, stops: 6, kills: 6 },
  small: { queues: 120, each: 25, stops: 1, kills: 1 },
} as const

/** Longer than a lease (2 s) and than the pause between two looks for leases that ran out (5 s). */
const stoppedMs = 8_000

interface Deed {
  key: string
  queue: string
  worker: string
}

/** Sees every effect that really happens; answers after a moment, as the world does. */
async function openWitness(random: () => number, onDeed: (count: number) => void) {
  const deeds: Deed[] = []
  const arrivals = new EventEmitter()
  const server = createServer((request, response) => {
    if (request.method === 'PUT') {
      arrivals.emit('worker')
      return void response.end()
    }
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      deeds.push(JSON.parse(Buffer.concat(parts).toString()))
      onDeed(deeds.length)
      setTimeout(() => response.end(), 20 + random() * 60)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { deeds, url: `http://127.0.0.1:${port}`, arrived: () => once(arrivals, 'worker'), close }
}

type Witness = Awaited<ReturnType<typeof openWitness>>

const worker = fileURLToPath(new URL('../town/worker.ts', import.meta.url))

async function startWorker(databaseUrl: string, witness: Witness, name: string): Promise<Child> {
  const arrived = witness.arrived()
  const args = [worker, databaseUrl, witness.url, name]
  const child = await startChild(process.execPath, args, { dir: await temporary('worker'), signal: 'TERM' })
  await arrived
  return child
}

const plant = `insert into effect (queue, kind, key, priority, due)
  select 'queue:' || q, 'witnessed', q || ':' || n, 0, now() from generate_series(1, $2) n, generate_series(1, $1) q order by n, q`

interface Row {
  key: string
  queue: string
  status: string
  unknown: number
}

async function untilDone(database: Database, withinMs: number): Promise<void> {
  for (const until = performance.now() + withinMs; performance.now() < until; await delay(100)) {
    const [row] = await database.query<{ open: number }>(
      `select count(*)::int as open from effect where status <> 'done'`,
    )
    if (row?.open === 0) return
  }
}

/** A deed out of order: one that came first in its queue had not happened yet. */
function outOfOrder(deeds: readonly Deed[], rows: readonly Row[]): number {
  const happened = new Set<string>()
  const before = new Map<string, string>()
  for (const rowsOf of Map.groupBy(rows, ({ queue }) => queue).values())
    rowsOf.forEach(({ key }, i) => {
      const previous = rowsOf[i - 1]
      if (previous) before.set(key, previous.key)
    })
  let wrong = 0
  for (const { key } of deeds) {
    const previous = before.get(key)
    if (previous !== undefined && !happened.has(previous)) wrong += 1
    happened.add(key)
  }
  return wrong
}

function judge(deeds: readonly Deed[], rows: readonly Row[], faults: number): Finding {
  const times = new Map([...Map.groupBy(deeds, ({ key }) => key)].map(([key, list]) => [key, list.length]))
  const notDone = rows.filter(({ status, key }) => status !== 'done' || !times.has(key)).length
  const unrecorded = rows.filter(({ key, unknown }) => (times.get(key) ?? 0) - 1 > unknown).length
  const unknown = rows.reduce((sum, row) => sum + row.unknown, 0)
  const wrong = outOfOrder(deeds, rows)
  return {
    figures: {
      effects: rows.length,
      faults,
      happened: deeds.length,
      twice: deeds.length - times.size,
      recordedUnknown: unknown,
      outOfOrder: wrong,
    },
    problems: unless([
      [notDone === 0, `${notDone} effects were not carried out`],
      [wrong === 0, `${wrong} effects happened before one that came first in their queue`],
      [unrecorded === 0, `${unrecorded} effects happened more often than is recorded`],
      [unknown > 0, 'no lease ran out: the faults proved nothing'],
      [new Set(deeds.map(deed => deed.worker)).size > 1, 'one worker did everything'],
    ]),
  }
}

async function prove({ size, seed, say }: Setting): Promise<Finding> {
  const { queues, each, stops, kills } = sizes[size]
  const random = seeded(seed)
  const postgres = await startPostgres()
  const url = await postgres.create('workers')
  const database = await openServer(url)
  await migrate(database)
  const total = queues * each
  const points = Array.from({ length: stops + kills }, (_, i) => ({
    at: Math.floor((0.05 + 0.6 * random()) * total),
    kill: i < kills,
  }))
  points.sort((a, b) => a.at - b.at)
  const workers: Child[] = []
  let faults: Promise<void> = Promise.resolve()
  const strike = async (kill: boolean) => {
    const victim = random() < 0.5 ? 0 : 1
    const child = workers[victim]
    if (!child) return
    say(`${kill ? 'SIGKILL' : 'SIGSTOP for longer than a lease'} of worker ${victim}`)
    if (!kill) {
      process.kill(child.pid, 'SIGSTOP')
      await delay(stoppedMs)
      process.kill(child.pid, 'SIGCONT')
      return
    }
    await child.end('SIGKILL')
    await child.remove()
    workers[victim] = await startWorker(url, witness, `${victim}`)
  }
  const witness = await openWitness(seeded(seed + 1), count => {
    while (points[0] && points[0].at <= count) {
      const { kill } = points.shift() ?? { kill: false }
      faults = faults.then(() => strike(kill))
    }
  })
  try {
    for (const name of ['0', '1']) workers.push(await startWorker(url, witness, name))
    await database.query(plant, [queues, each])
    await untilDone(database, 120_000)
    await faults
    const rows = await database.query<Row & Record<string, unknown>>(
      'select key, queue, status, unknown from effect order by id',
    )
    return judge(witness.deeds, rows, stops + kills)
  } finally {
    await Promise.all(workers.map(child => child.remove()))
    witness.close()
    await database.close()
    await postgres.stop()
  }
}

export const workers: Claim = {
  name: 'workers',
  claim:
    'Two workers on one database, killed and stopped for longer than their leases: effects of one queue happen in order, none twice while its lease holds, and a lease that ran out is recorded as unknown.',
  prove,
}
