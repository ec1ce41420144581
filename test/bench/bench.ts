import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { circumstances, writeMeasurement } from '../support/measurement.ts'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'
import { Contestant, type Name, names } from './contestant.ts'
import { type Figures, measure } from './measure.ts'
import { serverMicros } from './processes.ts'
import { markdown, type Rounds } from './report.ts'
import { Stub } from './stub.ts'

const sizes = {
  full: { rounds: 5, chats: 60, most: 16, longest: 100, warmUp: { chats: 100, positions: 40 } },
  small: { rounds: 1, chats: 8, most: 4, longest: 20, warmUp: { chats: 4, positions: 6 } },
} as const

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'full' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const sizeName = values.size === 'small' ? 'small' : 'full'
const size = { ...sizes[sizeName], ...(values.rounds && { rounds: Number(values.rounds) }) }
const seed = Number(values.seed)

const rotated = (round: number): Name[] => names.map((_, i) => names[(i + round + seed) % names.length] ?? 'tereze')

const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec']
const [postgres, redis, oursRedis] = await Promise.all([startPostgres(), startRedis(durable), startRedis(durable)])
const stub = new Stub()
const apiRoot = await stub.start()

/** Ours is billed for both of its servers. */
const serversOf = (name: Name) => () =>
  name === 'tereze' ? serverMicros(postgres.pid()) + serverMicros(oursRedis.pid()) : serverMicros(redis.pid())

const profile = (name: Name) =>
  values.profile === name ? ['--cpu-prof', `--cpu-prof-dir=${join(tmpdir(), 'tereze-profile')}`] : []

async function oneRound(round: number, name: Name): Promise<Map<string, Figures>> {
  const databaseUrl = await postgres.create(`bench_${round}_${names.indexOf(name)}`)
  const redisUrl = name === 'tereze' ? oursRedis.url : redis.url
  const contestant = await Contestant.start(name, { apiRoot, databaseUrl, redisUrl }, profile(name))
  const chats = Array.from({ length: size.chats }, (_, i) => 1_000_000 * (round + 1) + i)
  try {
    const run = { contestant, stub, name, server: serversOf(name), most: size.most }
    return await measure(run, chats, size)
  } finally {
    await contestant.stop()
  }
}

const rounds: Rounds = []
for (let round = 0; round < size.rounds; round++) {
  const result: Partial<Record<Name, Map<string, Figures>>> = {}
  for (const name of rotated(round)) {
    if (values.only && values.only !== name) continue
    console.error(`round ${round + 1} of ${size.rounds}: ${name}`)
    result[name] = await oneRound(round, name)
  }
  rounds.push(result)
}
stub.stop()
await Promise.all([postgres.stop(), redis.stop(), oursRedis.stop()])

const packages = ['grammy', '@grammyjs/conversations', 'telegraf', 'pg', 'redis']
const about = { seed, ...size, ...circumstances(packages) }
const report = markdown(rounds, about)
console.log(report.text)
if (sizeName === 'full' && !values.only && !values.rounds)
  writeMeasurement('dialog-bench', report.text, { about, rows: report.rows })
