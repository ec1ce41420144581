import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../../services/database/port.ts'
import { openServer } from '../../../services/database/server.ts'
import { type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { type RedisServer, startRedis } from '../../support/redis.ts'
import { answers, freePort, Program, temporary } from './processes.ts'
import type { StandInsOptions } from './stand-ins.ts'

const programs = {
  product: fileURLToPath(new URL('./product.ts', import.meta.url)),
  standIns: fileURLToPath(new URL('./stand-ins.ts', import.meta.url)),
}

/** The product twice on one database, and the stand-ins, each a process of its own; a balancer in front. */
export interface Town {
  url: string
  database: Database
  products: readonly Program[]
  /** Environment of the product's processes: `cases rebuild` runs in it too. */
  environment: Record<string, string>
  postgres: PostgresServer
  redis: RedisServer
  /** DATA_DIR of the product. */
  data: string
  /** SIGKILL, and up again on the same data. */
  killAndRestart(product: number): Promise<void>
  /** Calls of the bot that reached Telegram, by method. */
  tally(): Promise<Record<string, number>>
  /** Resolves when nothing is due and nothing under way. */
  drained(withinMs: number): Promise<boolean>
  end(): Promise<void>
}

export interface TownOptions {
  people: number
  seed: number
  products?: number
}

const token = '1000000001:the-bot-of-the-town'

async function secretFiles(dir: string): Promise<Record<string, string>> {
  const masterKey = join(dir, 'master.key')
  await writeFile(masterKey, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  return { MASTER_KEY_FILE: masterKey }
}

export async function openTown({ people, seed, products: count = 2 }: TownOptions): Promise<Town> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis(['--appendonly', 'yes'])])
  const [secrets, data, standInsDir] = await Promise.all([
    temporary('secrets'),
    temporary('data'),
    temporary('stand-ins'),
  ])
  const port = await freePort()
  const url = `http://localhost:${port}`
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  const standIns: StandInsOptions = {
    ...{ port, url, token, people, seed, products: ports, dir: join(standInsDir, 'authority') },
    gatewayPassword: 'gateway-password',
    portalSecret: 'portal-secret',
  }
  const databaseUrl = await postgres.create('town')
  const environment: Record<string, string> = {
    ...(await secretFiles(secrets)),
    ...{ PUBLIC_URL: url, DATA_DIR: data, DATABASE_URL: databaseUrl, REDIS_URL: redis.url },
    ...{ SESSION_SECRET: 'a secret of sessions', TRUST_DIR: join(standInsDir, 'authority', 'trust') },
    ...{ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: `${url}/sandbox/telegram` },
    ...{
      GATEWAY_URL: `${url}/sandbox/gateway`,
      GATEWAY_SENDER_ID: 'tereze',
      GATEWAY_PASSWORD: standIns.gatewayPassword,
    },
    ...{
      EGOV_IDP_URL: `${url}/sandbox/portal`,
      EGOV_IDP_CLIENT_ID: 'tereze',
      EGOV_IDP_CLIENT_SECRET: standIns.portalSecret,
    },
    ...{ EGOV_MOBILE_URL: `${url}/sandbox/egov-mobile`, ORGANISATION_BIN: '200140000014', CRL_ORIGINS: url },
    ...{ LOG_LEVEL: 'debug', NODE_OPTIONS: '', CLOCK: '' },
  }
  const around = new Program(
    standInsDir,
    [programs.standIns, JSON.stringify(standIns)],
    answers(`${url}/sandbox/people`),
  )
  await around.start()
  const products = await Promise.all(
    ports.map(
      async own =>
        new Program(await temporary('product'), [programs.product], answers(`http://127.0.0.1:${own}/readyz`)),
    ),
  )
  const start = (product: number) =>
    products[product]?.start({ ...environment, PORT: String(ports[product]) }) ?? Promise.resolve()
  for (const product of ports.keys()) await start(product)
  const database = await openServer(databaseUrl)
  return {
    ...{ url, database, products, environment, postgres, redis, data },
    async killAndRestart(product) {
      await products[product]?.end('SIGKILL')
      await start(product)
    },
    tally: async () => (await fetch(`${url}/sandbox/tally`)).json() as Promise<Record<string, number>>,
    drained: withinMs => drained(database, withinMs),
    async end() {
      await Promise.all(products.map(each => each.remove()))
      await around.remove()
      await database.close()
      await Promise.all([postgres.stop(), redis.stop()])
      await Promise.all([secrets, data].map(dir => rm(dir, { recursive: true, force: true })))
    },
  }
}

const open = `select count(*)::int as open from effect
  where status = 'leased' or (status = 'pending' and kind <> 'timer' and kind <> 'ask-decision')`

/** What waits for a decision of a person, or for a day to come, is not in the way. */
async function drained(database: Database, withinMs: number): Promise<boolean> {
  for (const until = performance.now() + withinMs; performance.now() < until; await delay(200)) {
    const [row] = await database.query<{ open: number }>(open)
    if (row?.open === 0) return true
  }
  return false
}
