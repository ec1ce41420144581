import { expect, onTestFinished, test } from 'vitest'
import { clockAt } from '../../test/support/clock.ts'
import { emptyServerDatabase } from '../../test/support/database.ts'
import { findPostgres } from '../../test/support/postgres-binaries.ts'
import { migrate } from '../database/migrate.ts'
import type { Database } from '../database/port.ts'
import { openServer } from '../database/server.ts'
import { createMemoryWakeups } from '../wakeups/memory.ts'
import { EffectRunner } from './runner.ts'

const clock = clockAt('2026-11-23T05:00:00.000Z')

const add = (database: Database, key: string) =>
  database.query(
    `insert into effect (queue, kind, key, priority, due) values ('chat', 'work', $1, 0, $2::timestamptz)`,
    [key, clock.now()],
  )

async function opened(url: string): Promise<Database> {
  const database = await openServer(url)
  onTestFinished(() => database.close())
  return database
}

/** Ends are asked for, and committed only after `meanwhile`. */
const slowToEnd = (database: Database, meanwhile: () => Promise<unknown>): Database => ({
  query: (text, values) =>
    text.includes('finish_effects')
      ? database.transaction(async sql => {
          const rows = await sql.query(text, values)
          await meanwhile()
          return rows as never
        })
      : database.query(text, values),
  transaction: work => database.transaction(work),
  listen: (channel, heard) => database.listen(channel, heard),
  close: async () => undefined,
})

test.skipIf(!findPostgres())(
  'what another commits while the end before it is being written does not wait for the next look (needs PostgreSQL)',
  async () => {
    const url = await emptyServerDatabase()
    const [ours, others] = [await opened(url), await opened(url)]
    await migrate(ours)
    const performed: string[] = []
    const both = Promise.withResolvers<void>()
    const added = Promise.withResolvers<void>()
    const woken = added.promise.then(() => runner.wake())
    let comesBetween = async () => {
      comesBetween = async () => undefined
      await add(others, 'second')
      added.resolve()
      await woken
      // What is due is looked for now, and the first one still stands before it.
      expect(await others.query('select * from claim_effects($1, 1, $2::interval)', [clock.now(), '30 s'])).toEqual([])
    }
    const runner: EffectRunner = new EffectRunner({
      database: slowToEnd(ours, () => comesBetween()),
      clock,
      wakeups: createMemoryWakeups(),
      log: { error: about => expect(about).toBeUndefined() },
      pollMs: 3_600_000,
      performers: {
        work: async ({ key }) => {
          if (performed.push(key) === 2) both.resolve()
          return { outcome: 'done' }
        },
      },
    })
    await add(others, 'first')
    runner.start()
    await both.promise
    await runner.stop()
    expect(performed).toEqual(['first', 'second'])
  },
)
