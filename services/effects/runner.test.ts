import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Instant, plus } from '../../flows/values/time.ts'
import { clockAt } from '../../test/support/clock.ts'
import { engines } from '../../test/support/database.ts'
import type { Database } from '../database/port.ts'
import { createMemoryWakeups } from '../wakeups/memory.ts'
import { createDatabaseWakeups } from '../wakeups/postgres.ts'
import type { Ended, Performer } from './port.ts'
import { type EffectRow, leasedOf } from './row.ts'
import { EffectRunner, type RunnerOptions } from './runner.ts'

const done: Ended = { outcome: 'done' }
let clock = clockAt('2026-11-23T05:00:00.000Z')
beforeEach(() => {
  clock = clockAt('2026-11-23T05:00:00.000Z')
})

interface Wanted {
  queue: string
  key: string
  due?: Instant
  priority?: number
}

const enqueue = (database: Database, wanted: readonly Wanted[]) =>
  database.query(
    `insert into effect (queue, kind, key, payload, priority, due)
     select e->>'queue', 'work', e->>'key', 'sealed'::bytea, coalesce((e->>'priority')::smallint, 2), coalesce((e->>'due')::timestamptz, $2)
     from jsonb_array_elements($1::jsonb) with ordinality as t (e, i) order by i`,
    [JSON.stringify(wanted), clock.now()],
  )

/** 'a1 a2 b1' as three effects of two queues. */
const inQueues = (keys: string): Wanted[] => keys.split(' ').map(key => ({ queue: key.slice(0, 1), key }))

interface Row {
  key: string
  status: string
  tries: number
  unknown: number
  due: Date
  error: string | null
  payload: Uint8Array | null
}
const rows = (database: Database) =>
  database.query<Row & Record<string, unknown>>(
    'select key, status, tries, unknown, due, error, payload from effect order by id',
  )
const statuses = async (database: Database) =>
  (await rows(database)).map(({ key, status }) => `${key} ${status}`).join(', ')

function runnerOf(database: Database, work: Performer, options: Partial<RunnerOptions> = {}) {
  const faults: object[] = []
  const log = { error: (about: object) => void faults.push(about) }
  const wakeups = createMemoryWakeups()
  const runner = new EffectRunner({ database, clock, performers: { work }, wakeups, log, ...options })
  return { runner, faults }
}

/** The same database, each statement seen before it is asked. */
const watched = (database: Database, sees: (text: string) => void): Database => ({
  async query(text, values) {
    sees(text)
    return database.query(text, values)
  },
  transaction: work => database.transaction(work),
  listen: (channel, heard) => database.listen(channel, heard),
  close: async () => undefined,
})

describe.each(engines)('effects on $engine', ({ fresh, missing }) => {
  describe.skipIf(missing)(missing ?? 'of one queue', () => {
    test('are done in their order', async () => {
      const database = await fresh()
      const seen: string[] = []
      const { runner } = runnerOf(database, async ({ key }) => {
        seen.push(key)
        return done
      })
      await enqueue(database, inQueues('a1 b1 a2 c1 b2 a3 c2 a4'))
      await runner.settled()
      for (const queue of ['a', 'b', 'c'])
        expect(seen.filter(key => key.startsWith(queue))).toEqual(seen.filter(key => key.startsWith(queue)).toSorted())
      expect(seen).toHaveLength(8)
    })

    test('wait for an earlier one that has to be repeated; other queues do not', async () => {
      const database = await fresh()
      const seen: string[] = []
      const { runner } = runnerOf(database, async ({ key, tries }) => {
        seen.push(`${key}.${tries}`)
        return key === 'a1' && tries < 3 ? { outcome: 'again', at: plus(clock.now(), 90_000) } : done
      })
      await enqueue(database, inQueues('a1 a2 b1'))
      await runner.settled()
      expect(seen.toSorted()).toEqual(['a1.1', 'b1.1'])
      clock.pass(89_999)
      await runner.settled()
      expect(seen).toHaveLength(2)
      clock.pass(1)
      await runner.settled()
      clock.pass(90_000)
      await runner.settled()
      expect(seen.slice(2)).toEqual(['a1.2', 'a1.3', 'a2.1'])
    })

    test('go on after one that has failed for good; its payload is gone', async () => {
      const database = await fresh()
      const { runner } = runnerOf(database, async ({ key }) =>
        key === 'a1' ? { outcome: 'failed', error: 'rejected-400' } : done,
      )
      await enqueue(database, inQueues('a1 a2'))
      await runner.settled()
      expect(await rows(database)).toMatchObject([
        { key: 'a1', status: 'failed', error: 'rejected-400', payload: null, tries: 1 },
        { key: 'a2', status: 'done', payload: null },
      ])
    })

    test('wait for one whose time has not come', async () => {
      const database = await fresh()
      const seen: string[] = []
      const { runner } = runnerOf(database, async ({ key }) => {
        seen.push(key)
        return done
      })
      await enqueue(database, [{ queue: 'a', key: 'a1', due: plus(clock.now(), 1000) }, ...inQueues('a2 b1')])
      await runner.settled()
      expect(seen).toEqual(['b1'])
      clock.pass(1000)
      await runner.settled()
      expect(seen).toEqual(['b1', 'a1', 'a2'])
    })

    test('are not tried out of order when several were leased together', async () => {
      const database = await fresh()
      const seen: string[] = []
      const { runner } = runnerOf(database, async ({ key, tries }) => {
        seen.push(`${key}.${tries}`)
        return key === 'a1' && tries === 1 ? { outcome: 'again', at: clock.now() } : done
      })
      await enqueue(database, inQueues('a1 a2'))
      const leased = await database.query<EffectRow>(
        "update effect set status = 'leased', tries = 1, token = id, leased_until = now() + interval '1 minute' returning *",
      )
      runner.take(leased.toSorted((a, b) => a.id - b.id).map(leasedOf))
      await runner.settled()
      expect(seen.at(-1)?.slice(0, 2)).toBe('a2')
      expect(seen.filter(key => key.startsWith('a1'))).toEqual(['a1.1', 'a1.2'])
      expect(seen).toHaveLength(3)
    })
  })

  describe.skipIf(missing)('of different queues', () => {
    test('are done side by side', async () => {
      const database = await fresh()
      const other = Promise.withResolvers<void>()
      const { runner } = runnerOf(database, async ({ key }) => {
        if (key === 'b1') other.resolve()
        else await other.promise
        return done
      })
      await enqueue(database, inQueues('a1 b1'))
      await runner.settled()
      expect(await statuses(database)).toBe('a1 done, b1 done')
    })

    test('replies go before pushes, and pushes before work', async () => {
      const database = await fresh()
      const seen: string[] = []
      const work: Performer = async ({ key }) => {
        seen.push(key)
        return done
      }
      await enqueue(database, [
        { queue: 'a', key: 'work', priority: 2 },
        { queue: 'b', key: 'push', priority: 1 },
        { queue: 'c', key: 'reply', priority: 0 },
      ])
      await runnerOf(database, work, { most: 1 }).runner.settled()
      expect(seen).toEqual(['reply', 'push', 'work'])
    })

    test('are under way no more than so many at once', async () => {
      const database = await fresh()
      let [now, most] = [0, 0]
      const work: Performer = async () => {
        most = Math.max(most, ++now)
        await new Promise(setImmediate)
        now -= 1
        return done
      }
      await enqueue(
        database,
        Array.from({ length: 30 }, (_, i) => ({ queue: `q${i}`, key: `k${i}` })),
      )
      await runnerOf(database, work, { most: 4 }).runner.settled()
      expect(most).toBeLessThanOrEqual(4)
      expect(await statuses(database)).not.toMatch(/pending|leased/)
    })
  })

  describe.skipIf(missing)('with two runners', () => {
    test('are done once each, in order, never two of a queue at a time, and all of them', async () => {
      const database = await fresh()
      const wanted = Array.from({ length: 160 }, (_, i) => ({
        queue: `q${i % 20}`,
        key: `k${String(i).padStart(3, '0')}`,
      }))
      await enqueue(database, wanted)
      const busy = new Set<string>()
      const overlaps: string[] = []
      const seen: { by: number; queue: string; key: string }[] = []
      const performer =
        (by: number): Performer =>
        async ({ queue, key }) => {
          if (busy.has(queue)) overlaps.push(key)
          busy.add(queue)
          await new Promise(resolve => setTimeout(resolve, Number(key.slice(1)) % 4))
          busy.delete(queue)
          seen.push({ by, queue, key })
          return done
        }
      const runners = [1, 2].map(by => runnerOf(database, performer(by), { most: 5 }).runner)
      for (const runner of runners) runner.start()
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(wanted.length)
      await Promise.all(runners.map(runner => runner.stop()))
      expect(overlaps).toEqual([])
      expect(seen.map(({ key }) => key).toSorted()).toEqual(wanted.map(({ key }) => key))
      for (const own of Map.groupBy(seen, ({ queue }) => queue).values())
        expect(own.map(({ key }) => key)).toEqual(own.map(({ key }) => key).toSorted())
      expect(new Set(seen.map(({ by }) => by)).size).toBe(2)
      expect(
        (await rows(database)).every(({ status, tries, unknown }) => status === 'done' && tries === 1 && unknown === 0),
      ).toBe(true)
    })

    test('a lease that runs out is counted as unknown and done again; its late holder changes nothing', async () => {
      const database = await fresh()
      await enqueue(database, inQueues('a1 a2'))
      const [slow, quick] = [Promise.withResolvers<Ended>(), Promise.withResolvers<Ended>()]
      const begun: string[] = []
      const performer =
        (by: string, first: Promise<Ended>): Performer =>
        async ({ key, tries, unknown }) => {
          begun.push(`${by} ${key} try ${tries} unknown ${unknown}`)
          return key === 'a1' ? first : done
        }
      const one = runnerOf(database, performer('one', slow.promise), { leaseSeconds: 0.1 }).runner
      one.start()
      await expect.poll(() => begun).toEqual(['one a1 try 1 unknown 0'])
      const ranOut = () => database.query('select from effect where leased_until < now()')
      await expect.poll(async () => (await ranOut()).length).toBe(1)

      const two = runnerOf(database, performer('two', quick.promise)).runner
      two.start()
      await expect.poll(() => begun.at(-1)).toBe('two a1 try 2 unknown 1')
      slow.resolve(done)
      await one.stop()
      expect(await statuses(database)).toBe('a1 leased, a2 pending')
      quick.resolve({ outcome: 'failed', error: 'seen' })
      await expect.poll(() => statuses(database)).toBe('a1 failed, a2 done')
      await two.stop()
      expect(begun.slice(2)).toEqual(['two a2 try 1 unknown 0'])
      expect((await rows(database))[0]).toMatchObject({ error: 'seen', unknown: 1 })
    })

    test('a process that carries out nothing itself wakes one that does', async () => {
      const database = await fresh()
      const wakeups = createDatabaseWakeups(database)
      const begun = Promise.withResolvers<string>()
      const work: Performer = async ({ key }) => {
        begun.resolve(key)
        return done
      }
      const worker = runnerOf(database, work, { wakeups, pollMs: 3_600_000 }).runner
      worker.start()
      await worker.settled()
      await expect
        .poll(async () => {
          await enqueue(database, [{ queue: 'a', key: crypto.randomUUID() }])
          runnerOf(database, work, { wakeups }).runner.wake()
          return Promise.race([begun.promise, new Promise(resolve => setTimeout(resolve, 50))])
        })
        .toBeTypeOf('string')
      await worker.stop()
    })
  })

  describe.skipIf(missing)('that go wrong', () => {
    test('a performer that throws is tried again with growing pauses, and no value of anybody’s is kept', async () => {
      const database = await fresh()
      const work: Performer = async () => {
        throw new RangeError('990101300017')
      }
      const { runner, faults } = runnerOf(database, work)
      await enqueue(database, inQueues('a1'))
      const pauses: number[] = []
      for (let n = 0; n < 12; n++) {
        await runner.settled()
        const [row] = await rows(database)
        expect(row).toMatchObject({ status: 'pending', error: 'RangeError', tries: n + 1, unknown: 0 })
        const pause = Number(row?.due) - Date.parse(clock.now())
        pauses.push(pause / 1000)
        clock.pass(pause)
      }
      expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
      expect(faults).toHaveLength(12)
    })

    test('a kind that nobody carries out is a fault and waits for whoever does', async () => {
      const database = await fresh()
      await enqueue(database, inQueues('a1'))
      await runnerOf(database, async () => done, { performers: {} }).runner.settled()
      expect(await rows(database)).toMatchObject([{ status: 'pending', error: 'NoPerformer' }])
      clock.pass(2_000)
      await runnerOf(database, async () => done).runner.settled()
      expect(await statuses(database)).toBe('a1 done')
    })

    test('an outcome that nobody knows is counted', async () => {
      const database = await fresh()
      const work: Performer = async ({ unknown }) =>
        unknown < 2 ? { outcome: 'again', at: clock.now(), unknown: true } : done
      await enqueue(database, inQueues('a1'))
      await runnerOf(database, work).runner.settled()
      expect(await rows(database)).toMatchObject([{ status: 'done', tries: 3, unknown: 2 }])
    })

    test('ends that cannot be written are made up for when the leases run out', async () => {
      const database = await fresh()
      let down = true
      const flaky = watched(database, text => {
        if (down && text.includes('finish_effects')) throw new Error('gone')
      })
      await enqueue(database, inQueues('a1'))
      const { runner, faults } = runnerOf(flaky, async () => done, { leaseSeconds: 0.05 })
      await runner.settled()
      expect(faults).toHaveLength(1)
      expect(await statuses(database)).toBe('a1 leased')
      down = false
      runner.start()
      await expect
        .poll(async () => {
          clock.pass(6_000)
          runner.wake()
          return statuses(database)
        })
        .toBe('a1 done')
      await runner.stop()
      expect((await rows(database))[0]).toMatchObject({ unknown: 1, tries: 2 })
    })
  })

  describe.skipIf(missing)('in a process', () => {
    test('many that end at the same moment are written together', async () => {
      const database = await fresh()
      let written = 0
      const counting = watched(database, text => {
        if (text.includes('finish_effects')) written += 1
      })
      await enqueue(
        database,
        Array.from({ length: 60 }, (_, i) => ({ queue: `q${i}`, key: `k${i}` })),
      )
      await runnerOf(counting, async () => done).runner.settled()
      expect(await statuses(database)).not.toMatch(/pending|leased/)
      expect(written).toBeLessThan(6)
    })

    test('settled and stop wait for what is under way, and for its end to be written', async () => {
      const database = await fresh()
      const gate = Promise.withResolvers<Ended>()
      const { runner } = runnerOf(database, () => gate.promise)
      await enqueue(database, inQueues('a1'))
      runner.start()
      await expect.poll(() => statuses(database)).toBe('a1 leased')
      const ends: string[] = []
      const settled = runner.settled().then(() => ends.push('settled'))
      const stopped = runner.stop().then(() => ends.push('stopped'))
      await database.query('select 1')
      expect(ends).toEqual([])
      gate.resolve(done)
      await Promise.all([settled, stopped])
      expect(await statuses(database)).toBe('a1 done')
    })

    test('after stop nothing is asked of the database any more', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
      onTestFinished(() => void vi.useRealTimers())
      let asked = 0
      const database = watched(await fresh(), () => {
        asked += 1
      })
      const { runner } = runnerOf(database, async () => done)
      runner.start()
      vi.advanceTimersByTime(10_000)
      await runner.stop()
      const before = asked
      expect(before).toBeGreaterThan(0)
      runner.wake()
      vi.advanceTimersByTime(10_000)
      expect(asked).toBe(before)
    })

    test('a bell that cannot be rung or heard is a fault that stops nothing', async () => {
      const database = await fresh()
      const broken = { ring: () => Promise.reject(new Error('down')), on: () => Promise.reject(new Error('down')) }
      const { runner, faults } = runnerOf(database, async () => done, { wakeups: broken, pollMs: 5 })
      runner.wake()
      runner.start()
      await enqueue(database, inQueues('a1'))
      await expect.poll(() => statuses(database)).toBe('a1 done')
      await runner.stop()
      expect(faults).toHaveLength(2)
    })
  })
})
