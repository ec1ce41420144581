import { createServer, type Server } from 'node:http'
import { promisify } from 'node:util'
import type { Router } from 'express'
import type { Config } from '../config.ts'
import { catalogue } from '../flows/catalogue.ts'
import { assertSound } from '../flows/soundness.ts'
import { hasText } from '../locales/translate.ts'
import { migrate } from '../services/database/migrate.ts'
import { startTidying, takeOver } from '../services/effects/tidy.ts'
import { type Cases, createCases } from './cases.ts'
import { type Foundations, openServices, type Services } from './services.ts'
import { openTelegram, type Telegram } from './telegram.ts'
import { createSite, type Extras } from './web.ts'

export interface App {
  /** Does everything that is due at the clock's moment. */
  settled(): Promise<void>
  /** When the next thing falls due, if anything does; looking for a decision is no event of its own. */
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
  // Embedded, this process is the only one: nobody else holds a lease.
  if (config.DATABASE_URL === undefined) await takeOver(services.database)
  const webhook = receiving(telegram, cases, config)
  const server = createServer(createSite(config, services, cases, extras, webhook))
  if (has(config, 'web') || extras.before || webhook) await listen(server, config)
  const carrying = await carryOut(services, cases, config)
  const polling = has(config, 'bot') ? await telegram.start(cases) : undefined
  log.info({ port: config.PORT, roles: config.ROLES }, 'ready')
  return {
    settled: () => cases.runner.settled(),
    async nextDue() {
      const [row] = await services.database.query<{ due: Date | null }>(
        "select min(due) as due from effect where status = 'pending' and kind <> 'ask-decision'",
      )
      return row?.due ?? undefined
    },
    async stop() {
      await polling?.stop()
      server.closeIdleConnections()
      if (server.listening) await promisify(server.close.bind(server))()
      await carrying.stop()
      await services.close()
    },
  }
}

/** Worker and scheduler, as far as ROLES says. */
async function carryOut(
  { database, log }: Services,
  { runner }: Cases,
  config: Config,
): Promise<{ stop(): Promise<void> }> {
  const tidying = has(config, 'scheduler') && !has(config, 'worker') ? startTidying(database, log) : undefined
  if (has(config, 'worker')) runner.start()
  return {
    async stop() {
      tidying?.stop()
      await runner.stop()
    },
  }
}

const receiving = (telegram: Telegram, cases: Cases, config: Config): Router | undefined =>
  has(config, 'bot') ? telegram.webhook(cases) : undefined
