import { randomBytes } from 'node:crypto'
import { createIngest } from '../../../bot/telegram/ingest.ts'
import { createTelegramFace } from '../../../bot/telegram/render/face.ts'
import { createSender } from '../../../bot/telegram/send.ts'
import { type Clock, instant } from '../../../flows/values/time.ts'
import { defineFlow, type Flow } from '../../../flows/vocabulary.ts'
import { kazakhstanCalendar } from '../../../services/calendar/kazakhstan.ts'
import { createDesk } from '../../../services/cases/desk.ts'
import { createLinks } from '../../../services/cases/links.ts'
import { send } from '../../../services/cases/performers/send.ts'
import type { Desk } from '../../../services/cases/port.ts'
import { migrate } from '../../../services/database/migrate.ts'
import type { Database } from '../../../services/database/port.ts'
import { openServer } from '../../../services/database/server.ts'
import type { DeskEffects, Performer } from '../../../services/effects/port.ts'
import { EffectRunner } from '../../../services/effects/runner.ts'
import { createRedisExchanges } from '../../../services/exchanges/redis.ts'
import { createKeys } from '../../../services/keys/keys.ts'
import { openRedis } from '../../../services/redis/open.ts'
import { createMemoryThrottle } from '../../../services/throttles/memory.ts'
import type { Throttle } from '../../../services/throttles/port.ts'
import { createRedisWakeups } from '../../../services/wakeups/redis.ts'
import { children, service } from '../dialog.ts'
import { type Bytes, host, me, token } from './host.ts'

const system = { actor: 'system', law: '§5', carries: [] } as const
const applicant = { actor: 'applicant', law: '§5', carries: [] } as const

/** The children come from a register's answer, so that no button adds them: after the consent there are questions alone. */
const flow: Flow = defineFlow({
  id: service,
  version: 1,
  editions: [{ id: '2016', from: '2016-01-01', act: 'order-198-2015' }],
  provider: 'local-executive-body',
  carries: [],
  checklist: { version: '1', inForce: { from: '2016-01-01' }, documents: [] },
  promise: [{ track: 'manual', limit: 'T-06', within: { minutes: 5 }, law: '§5', carries: [] }],
  steps: [
    { kind: 'consent', id: 'consent', ...applicant, wording: '2026-11' },
    {
      kind: 'check',
      id: 'guardianship',
      ...system,
      register: 'guardianship',
      by: 'iin',
      goodFor: { minutes: 1440 },
      outcomes: { found: 'continue' },
    },
    {
      kind: 'each',
      id: 'wards',
      ...applicant,
      over: { fact: 'guardianship', list: 'wards' },
      atMost: children,
      steps: [
        { kind: 'ask', id: 'name', ...applicant, format: 'full-name' },
        { kind: 'ask', id: 'birthDate', ...applicant, format: 'birth-date' },
        {
          kind: 'choose',
          id: 'birthRecord',
          ...applicant,
          options: [{ id: 'inRegisters' }, { id: 'earlierOrAbroad' }],
        },
      ],
    },
    { kind: 'review', id: 'review', ...applicant },
  ],
})

const clock: Clock = { now: () => instant(Date.now()) }
const log = {
  error: (about: { err?: unknown }, message: string) => console.error(message, about.err ?? about),
}

/** Everybody answers faster than people do: the pace is asked for each message, and never the limit. */
function unlimited(throttle: Throttle): Throttle {
  return { take: (bucket, _, cost) => throttle.take(bucket, { burst: 1_000_000, perSecond: 1_000_000 }, cost) }
}

const answers =
  (desk: Desk): Performer =>
  async ({ application, payload }) => {
    const { key } = JSON.parse(Buffer.from(payload ?? []).toString()) as { key: string }
    const data = { wards: Array(children).fill(0) }
    await desk.apply(application ?? '', { kind: 'register-answered', key, outcome: 'found', data })
    return { outcome: 'done' }
  }

const never: Performer = async () => ({ outcome: 'done' })

const sizes = `
  select coalesce(sum(octet_length(a.snapshot)), 0)::float8 as snapshots,
    coalesce(sum(pg_column_size(a.*) + pg_column_size(s.*) + coalesce(h.size, 0)), 0)::float8 as heads,
    coalesce(sum(l.size), 0)::float8 as ledgers
  from session s join application a on a.id = s.application
  left join lateral (select pg_column_size(c.*) as size from case_head c where c.application = a.id) h on true
  left join lateral (select sum(pg_column_size(e.*)) as size from ledger e where e.application = a.id) l on true
  where s.address = any ($1)`

async function bytes(database: Database, chats: number[]): Promise<Bytes> {
  const [row] = await database.query<{ snapshots: number; heads: number; ledgers: number }>(sizes, [chats.map(String)])
  return { perTurn: row?.snapshots ?? 0, kept: (row?.heads ?? 0) + (row?.ledgers ?? 0) }
}

await host(async ({ apiRoot, databaseUrl, redisUrl }) => {
  const database = await openServer(databaseUrl)
  await migrate(database)
  const redis = await openRedis(redisUrl)
  const keys = createKeys(randomBytes(32))
  const face = createTelegramFace({
    links: createLinks(keys, clock),
    publicUrl: 'http://localhost',
    mobileSignLink: url => url,
    specimen: false,
  })
  const papers = () => Promise.reject(new Error('no papers here'))
  const telegram = createSender({
    token,
    apiRoot,
    pace: unlimited(createMemoryThrottle(clock)),
    mailing: createMemoryThrottle(clock),
    papers,
  })
  const effects: DeskEffects = {
    take: leased => runner.take(leased),
    wake: () => runner.wake(),
    handOver: queue => runner.handOver(queue),
    giveBack: ended => runner.giveBack(ended),
  }
  const catalogue = { flows: [flow], history: [] }
  const workingTime = kazakhstanCalendar()
  const desk = createDesk({ database, keys, clock, workingTime, catalogue, faces: { telegram: face }, effects, log })
  const performers = {
    send: send({ database, keys, clock, log, senders: { telegram } }),
    'look-up': answers(desk),
    timer: never,
  }
  const runner = new EffectRunner({ database, clock, performers, wakeups: createRedisWakeups(redis), log })
  runner.start()
  const exchanges = createRedisExchanges(redis, keys.own('exchanges'))
  const ingest = createIngest({ token, botId: me.id, desk, exchanges, log })
  return { take: update => ingest.take(update), bytes: chats => bytes(database, chats) }
})
