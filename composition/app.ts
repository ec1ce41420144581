import { createServer, type Server } from 'node:http'
import { promisify } from 'node:util'
import type { Router } from 'express'
import type { Config } from '../config.ts'
import { catalogue } from '../flows/catalogue.ts'
import { assertSound } from '../flows/soundness.ts'
import { hasText } from '../locales/translate.ts'
import { migrate } from '../services/database/migrate.ts'
import { createCases } from './cases.ts'
import { type Foundations, openServices } from './services.ts'
import { openTelegram, type Telegram } from './telegram.ts'
import { createSite, type Extras } from './web.ts'

export interface App {
  /** Does everything that is due at the clock's moment. */
  settled(): Promise<void>
  /** When the next thing falls due, if anything does. */
  nextDue(): Promise<Date | undefined>
  stop(): Promise<void>
}

const listen = (server: Server, { PORT, HOST }: Config) =>
  new Promise<void>((resolve, reject) => server.once('error', reject).listen(PORT, HOST, resolve))

const has = ({ ROLES }: Config, role: Config['ROLES'][number]) => ROLES.includes(role)

/**
 * The whole product in this process, as far as ROLES says: takes what came in, carries out effects, serves pages.
 * Resolves when it is ready. Errors: `UnsoundFlow`; those of the database and the port.
 */
export async function startApp(foundations: Foundations, extras: Extras): Promise<App> {
  const { config, log } = foundations
  assertSound(catalogue, hasText)
  const services = await openServices(foundations)
  await migrate(services.database)
  const telegram = openTelegram(services, config)
  const cases = createCases(services, config, telegram.channel)
  const server = createServer(createSite(config, services, cases, extras, receiving(telegram, cases, config)))
  if (has(config, 'web') || extras.before) await listen(server, config)
  if (has(config, 'worker')) cases.runner.start()
  const polling = has(config, 'bot') ? await telegram.start(cases) : undefined
  log.info({ port: config.PORT, roles: config.ROLES }, 'ready')
  return {
    settled: () => cases.runner.settled(),
    async nextDue() {
      const [row] = await services.database.query<{ due: Date | null }>(
        "select min(due) as due from effect where status = 'pending'",
      )
      return row?.due ?? undefined
    },
    async stop() {
      await polling?.stop()
      server.closeIdleConnections()
      if (server.listening) await promisify(server.close.bind(server))()
      await cases.runner.stop()
      await services.close()
    },
  }
}

const receiving = (telegram: Telegram, cases: ReturnType<typeof createCases>, config: Config): Router | undefined =>
  has(config, 'bot') ? telegram.webhook(cases) : undefined
