import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { systemClock } from '../../../composition/clock.ts'
import type { Database } from '../../../services/database/port.ts'
import { type EffectRow, leasedOf } from '../../../services/effects/row.ts'
import { EffectRunner } from '../../../services/effects/runner.ts'
import { createMemoryWakeups } from '../../../services/wakeups/memory.ts'
import { effectsOf, payload, replies, turnOf } from './turn.ts'

/** Commits a turn with its replies, and carries them out. */
export interface Engine {
  /** Resolves with the commit. */
  turn(chat: number, revision: number): Promise<void>
  stop(): Promise<void>
}
/** Called when a reply of this chat was carried out. */
export type Performed = (chat: number) => void

const now = () => new Date().toISOString()
const log = { error: (about: object, message: string) => console.error(message, about) }
const statement = 'select * from commit_turn($1::jsonb)'

/** Our own table: the replies are rows of the turn's one statement, leased to us by it. */
export async function ownTable(database: Database, performed: Performed): Promise<Engine> {
  const runner = new EffectRunner({
    database,
    clock: systemClock,
    wakeups: createMemoryWakeups(),
    log,
    performers: {
      send: async ({ queue }) => {
        performed(Number(queue.split(':')[1]))
        return { outcome: 'done' }
      },
    },
  })
  runner.start()
  return {
    async turn(chat, revision) {
      const at = now()
      const ended = runner.handOver(`telegram:${chat}`)
      const rows = await database.query<EffectRow & { outcome: string }>(statement, [
        turnOf(chat, revision, at, effectsOf(chat, revision, at), ended),
      ])
      if (rows[0]?.outcome !== 'done') throw new Error(`the turn is ${rows[0]?.outcome}`)
      const leased = rows.filter(({ id }) => id !== null).map(row => leasedOf({ ...row, tries: 1, unknown: 0 }))
      runner.take(leased)
      if (leased.length < replies) runner.wake()
    },
    stop: () => runner.stop(),
  }
}

interface Job {
  data: { chat: number; replies: string[] }
}
interface Boss {
  on(event: 'error', heard: (fault: Error) => void): void
  start(): Promise<void>
  stop(options: object): Promise<void>
  createQueue(name: string, options: object): Promise<void>
  findJobs(name: string): Promise<object[]>
  insert(name: string, jobs: object[], options: object): Promise<unknown>
  work(name: string, options: object, handle: (jobs: Job[]) => Promise<void>): Promise<string>
}

async function loadBoss(folder: string): Promise<new (options: object) => Boss> {
  const path = createRequire(join(folder, 'package.json')).resolve('pg-boss')
  return (await import(pathToFileURL(path).href)).PgBoss
}

interface BossPlace {
  /** Where it is installed. */
  folder: string
  url: string
  /** As strict as ours: each reply a job of its own. Or all replies of a turn in one job, which then fail together. */
  jobs: 'each' | 'together'
}

/** pg-boss: in order for each chat, enqueued in the turn's own transaction, woken by NOTIFY. */
export async function pgBoss(
  { folder, url, jobs: split }: BossPlace,
  database: Database,
  performed: Performed,
): Promise<Engine> {
  const PgBoss = await loadBoss(folder)
  const boss = new PgBoss({ connectionString: url, useListenNotify: true, max: 10 })
  boss.on('error', fault => console.error(fault))
  await boss.start()
  await boss.createQueue('send', { policy: 'key_strict_fifo', notify: true, retryLimit: 10 })
  await boss.findJobs('send')
  const options = {
    batchSize: 64,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 0.5,
  }
  await boss.work('send', options, async jobs => {
    for (const { data } of jobs) for (const _ of data.replies) performed(data.chat)
  })
  return {
    async turn(chat, revision) {
      await database.transaction(async sql => {
        const [row] = await sql.query<{ outcome: string }>(statement, [turnOf(chat, revision, now(), [])])
        if (row?.outcome !== 'done') throw new Error(`the turn is ${row?.outcome}`)
        const one = { chat, replies: [payload] }
        const data =
          split === 'each' ? Array<object>(replies).fill(one) : [{ chat, replies: Array(replies).fill(payload) }]
        const jobs = data.map(each => ({ data: each, singletonKey: String(chat) }))
        const db = {
          executeSql: async (text: string, values: unknown[]) => ({ rows: await sql.query(text, values ?? []) }),
        }
        await boss.insert('send', jobs, { db })
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  }
}
