import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Clock } from '../flows/values/time.ts'
import { createCabinet } from '../services/cabinet/cabinet.ts'
import { kazakhstanCalendar } from '../services/calendar/kazakhstan.ts'
import { openDatabase } from '../services/database/open.ts'
import type { Database } from '../services/database/port.ts'
import { createMemoryExchanges } from '../services/exchanges/memory.ts'
import { createRedisExchanges } from '../services/exchanges/redis.ts'
import { createFileCheck } from '../services/files/check.ts'
import { createDiskFiles } from '../services/files/disk.ts'
import { createGateway } from '../services/gateway/gateway.ts'
import { createPortalSignIn } from '../services/identity/portal-sign-in.ts'
import { createKeys } from '../services/keys/keys.ts'
import { createPapers } from '../services/papers/papers.ts'
import { createProvider } from '../services/provider/provider.ts'
import { closeRedis, openRedis } from '../services/redis/open.ts'
import { createRegisters } from '../services/registers/registers.ts'
import { createApplicantSignatures } from '../services/signatures/applicant.ts'
import { createCrlFetch } from '../services/signatures/crl-fetch.ts'
import { createSignatures } from '../services/signatures/signatures.ts'
import { createMemoryThrottle } from '../services/throttles/memory.ts'
import { createThrottle } from '../services/throttles/throttle.ts'
import { createMemoryWakeups } from '../services/wakeups/memory.ts'
import { createDatabaseWakeups } from '../services/wakeups/postgres.ts'
import { createRedisWakeups } from '../services/wakeups/redis.ts'

export interface Foundations {
  config: Config
  clock: Clock
  log: Logger
  /** The bytes of the master key. */
  masterKey: Uint8Array
  /** What whoever starts it should know; a line of the log when nobody listens. */
  notice?: (words: string) => void
}

/** What may be lost: carried by Redis where there is one, by this process otherwise. */
async function openVolatile(
  { config, clock, log }: Foundations,
  database: Database,
  seal: ReturnType<ReturnType<typeof createKeys>['own']>,
) {
  if (config.REDIS_URL === undefined) {
    return {
      redis: undefined,
      wakeups: config.DATABASE_URL === undefined ? createMemoryWakeups() : createDatabaseWakeups(database),
      exchanges: createMemoryExchanges(clock),
      close: () => undefined,
    }
  }
  const redis = await openRedis(config.REDIS_URL, message => log.warn(message))
  const wakeups = createRedisWakeups(redis)
  const close = () => {
    wakeups.close()
    closeRedis(redis)
  }
  return { redis, wakeups, exchanges: createRedisExchanges(redis, seal), close }
}

/** Systems of the state behind the gateway. */
function reachState({ config, clock }: Foundations) {
  const sender = { senderId: config.GATEWAY_SENDER_ID, password: config.GATEWAY_PASSWORD, clock }
  const gateway = createGateway({ url: config.GATEWAY_URL, ...sender })
  const providerGateway = config.PROVIDER_URL ? createGateway({ url: config.PROVIDER_URL, ...sender }) : gateway
  return {
    registers: createRegisters({ gateway, clock, senderCode: config.GATEWAY_SENDER_ID }),
    provider: createProvider(providerGateway),
    cabinet: createCabinet(gateway),
    signIn: createPortalSignIn({
      issuerUrl: config.EGOV_IDP_URL,
      clientId: config.EGOV_IDP_CLIENT_ID,
      clientSecret: config.EGOV_IDP_CLIENT_SECRET,
      clock,
      allowPlainHttp: config.specimen,
    }),
  }
}

function checkSignatures({ config, log }: Foundations) {
  const crlFetch = createCrlFetch({ allowedOrigins: config.CRL_ORIGINS.split(',') })
  const onFault = (fault: Error) => log.warn({ err: fault }, 'a revocation list could not be had')
  const signatures = createSignatures({ trustDir: config.TRUST_DIR, crlFetch, onFault })
  return { signatures, applicantSignatures: createApplicantSignatures(signatures) }
}

/** Everything that is reached or kept, wired by hand. */
export async function openServices(foundations: Foundations) {
  const { config, clock, log, masterKey, notice = (words: string) => log.warn(words) } = foundations
  const keys = createKeys(masterKey)
  const database = await openDatabase({
    url: config.DATABASE_URL,
    directUrl: config.DATABASE_DIRECT_URL,
    dir: join(config.DATA_DIR, 'postgres'),
    log: notice,
  })
  const volatile = await openVolatile(foundations, database, keys.own('exchanges'))
  return {
    clock,
    log,
    keys,
    database,
    ...volatile,
    ...reachState(foundations),
    ...checkSignatures(foundations),
    files: createDiskFiles(join(config.DATA_DIR, 'files')),
    fileCheck: createFileCheck(),
    papers: createPapers(),
    calendar: kazakhstanCalendar(),
    throttle: createThrottle({ database, clock, ...(volatile.redis && { redis: volatile.redis }) }),
    /** Pace of replies to one chat: its effects are carried out by one process at a time. */
    pace: createMemoryThrottle(clock),

    async close() {
      await database.close()
      volatile.close()
    },
  }
}
export type Services = Awaited<ReturnType<typeof openServices>>
