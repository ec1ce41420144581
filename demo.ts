import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Router } from 'express'
import { type App, startApp } from './composition/app.ts'
import { type SettableClock, settableClock } from './composition/clock.ts'
import { demoLines } from './composition/index-lines.ts'
import { createLog } from './composition/log.ts'
import { untilStopped } from './composition/signals.ts'
import { BadConfig, type Config, demoConfig } from './config.ts'
import { createAuthority } from './sandbox/authority/authority.ts'
import { clockRoutes } from './sandbox/clock/routes.ts'
import { createEgovMobile } from './sandbox/egov-mobile/egov-mobile.ts'
import { startPrivateRedis } from './sandbox/redis/redis.ts'
import { createStateSandbox } from './sandbox/state.ts'
import { createTelegramSandbox } from './sandbox/telegram/index.ts'
import { DatabaseError } from './services/database/port.ts'
import { loadOrCreateMasterKey } from './services/keys/master-key.ts'

/** The official whom the provider's stand-in names on results, and who signs them. Both numbers belong to nobody. */
const head = {
  iin: '000101600206',
  surname: 'Үлгібаева',
  name: 'Сәуле',
  patronymic: 'Сынаққызы',
  organisation: { name: 'Үлгі қаласының әкімдігі', bin: '200140000014' },
}

/** Secrets of the demonstration are made once and stay in its data folder, so that sessions outlive a restart. */
async function madeSecret(dir: string, name: string): Promise<string> {
  const file = join(dir, name)
  await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
    (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EEXIST') throw fault
    },
  )
  return readFile(file, 'utf8')
}

async function readConfig(): Promise<Config> {
  const dir = process.env.DATA_DIR || './data'
  await mkdir(dir, { recursive: true })
  const [sessionSecret, gatewayPassword] = await Promise.all([
    madeSecret(dir, 'session.secret'),
    madeSecret(dir, 'gateway.secret'),
  ])
  const config = demoConfig(process.env, { sessionSecret, gatewayPassword })
  const redis = config.REDIS_URL ?? (await startPrivateRedis())
  return { ...config, LOG_LEVEL: process.env.LOG_LEVEL ? config.LOG_LEVEL : 'warn', ...(redis && { REDIS_URL: redis }) }
}

/** Every system around the product, over HTTP on the same address. */
async function standIns(config: Config, clock: SettableClock, app: () => App) {
  const baseUrl = config.PUBLIC_URL
  const authority = await createAuthority({ dir: join(config.DATA_DIR, 'authority'), clock, baseUrl })
  const key = authority.issue({ ...head, kind: 'valid' })
  const state = createStateSandbox({
    clock,
    baseUrl,
    signResult: async document => authority.sign(document, await key),
    gatewaySenderId: config.GATEWAY_SENDER_ID,
    gatewayPassword: config.GATEWAY_PASSWORD,
    portalClientId: config.EGOV_IDP_CLIENT_ID,
    portalClientSecret: config.EGOV_IDP_CLIENT_SECRET,
  })
  const telegram = createTelegramSandbox({ clock, tokens: [config.TELEGRAM_BOT_TOKEN] })
  const phone = createEgovMobile({
    authority,
    people: async () => [...state.people],
    allowedOrigins: [new URL(baseUrl).origin],
  })
  const clockDoor = clockRoutes(() => ({ clock, nextDue: () => app().nextDue(), settled: () => app().settled() }))
  const router = Router()
    .use('/sandbox/telegram', telegram.router)
    .use('/sandbox/egov-mobile', phone.router)
    .use('/sandbox/authority', authority.router)
    .use('/sandbox', clockDoor, state.router)
  return { router, people: state.people, close: telegram.close }
}

const isReal = (config: Config) => !config.TELEGRAM_API_ROOT.startsWith(config.PUBLIC_URL)

async function demo(): Promise<void> {
  const config = await readConfig()
  const clock = settableClock(config.CLOCK)
  const masterKey = await loadOrCreateMasterKey(config.MASTER_KEY_FILE)
  let started: App | undefined
  const { router, people, close } = await standIns(config, clock, () => {
    if (!started) throw new TypeError('the clock was moved before anything had started')
    return started
  })
  const chatUrl = isReal(config) ? 'https://t.me' : `${config.PUBLIC_URL}/sandbox/telegram/`
  const extras = { before: router, people: () => people, chatUrl, index: demoLines }
  const notices: string[] = []
  const log = createLog(config.LOG_LEVEL)
  started = await startApp({ config, clock, log, masterKey, notice: words => void notices.push(words) }, extras)
  process.stdout.write(`\n  ${config.PUBLIC_URL}\n\n${notices.map(words => `  ${words}\n`).join('')}`)
  await untilStopped({
    stop: async () => {
      close()
      await started?.stop()
    },
  })
  process.exit(0)
}

await demo().catch((fault: unknown) => {
  if (!(fault instanceof BadConfig || fault instanceof DatabaseError)) throw fault
  process.stderr.write(`${fault.message}\n`)
  process.exit(2)
})
