import { join } from 'node:path'
import { z } from 'zod'
import { instant } from './flows/values/time.ts'

const roles = ['web', 'bot', 'worker', 'scheduler'] as const

const port = z.coerce.number().int().min(0).max(65_535)
/** How many proxies of ours stand in front. Only their lines of X-Forwarded-For count: what is left of them a client may forge. */
const hops = z.string().regex(/^\d$/, 'takes the number of proxies in front: 0, 1, 2…').transform(Number)
const moment = z
  .string()
  .refine(text => !Number.isNaN(Date.parse(text)), 'is not an instant (2026-11-24T09:00:00+05:00)')
  .transform(instant)

const roleList = z.string().transform((text, context) => {
  const names = text.split(',').map(name => name.trim())
  const known = roles.filter(role => names.includes(role))
  if (known.length === names.length) return known
  context.addIssue({ code: 'custom', message: `takes a list of ${roles.join(', ')}` })
  return z.NEVER
})

/** What the environment may say (design §4). Everything that `serve` must be told has no default here. */
const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url(),
  TRUST_PROXY: hops.default(0),
  DATA_DIR: z.string(),
  DATABASE_URL: z.url().optional(),
  DATABASE_DIRECT_URL: z.url().optional(),
  REDIS_URL: z.url().optional(),
  MASTER_KEY_FILE: z.string(),
  SESSION_SECRET: z.string().min(16),
  TRUST_DIR: z.string(),
  TELEGRAM_BOT_TOKEN: z.string().regex(/^\d+:[\w-]+$/),
  TELEGRAM_API_ROOT: z.url().default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/)
    .optional(),
  TELEGRAM_SENSITIVE: z.literal('chat').default('chat'),
  GATEWAY_URL: z.url(),
  GATEWAY_SENDER_ID: z.string(),
  GATEWAY_PASSWORD: z.string(),
  PROVIDER_URL: z.url().optional(),
  EGOV_IDP_URL: z.url(),
  EGOV_IDP_CLIENT_ID: z.string(),
  EGOV_IDP_CLIENT_SECRET: z.string(),
  EGOV_MOBILE_URL: z.url().default('https://m.egov.kz'),
  ORGANISATION_BIN: z.string().regex(/^\d{12}$/),
  CRL_ORIGINS: z.string().default('http://crl.pki.gov.kz,http://crl1.pki.gov.kz'),
  ROLES: roleList.default([...roles]),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  CLOCK: moment.optional(),
})

export type Config = z.output<typeof environment> & { specimen: boolean }

/** What is missing or wrong in the environment, all at once, each by its name. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

function read(values: Record<string, string | undefined>): z.output<typeof environment> {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path: [name = ''], message }) =>
    String(name) in given ? `${String(name)}: ${message}` : `${String(name)} is not set`,
  )
  throw new BadConfig(`The environment is not complete:\n${lines.map(line => `  ${line}`).join('\n')}`)
}

/** Production: stand-ins do not exist; whatever is not set is named. Errors: `BadConfig`. */
export function serveConfig(values: Record<string, string | undefined>): Config {
  const config = read(values)
  if (config.CLOCK !== undefined)
    throw new BadConfig('CLOCK belongs to the demonstration: production reads the real clock')
  if (config.DATABASE_URL === undefined) throw new BadConfig('DATABASE_URL: production needs a PostgreSQL server')
  return { ...config, specimen: false }
}

/** The demonstration: everything has a default, and what is set is used. `made`: what it keeps in its data folder. */
export function demoConfig(
  values: Record<string, string | undefined>,
  made: { sessionSecret: string; gatewayPassword: string },
): Config {
  const chosenPort = values.PORT || '3000'
  const dir = values.DATA_DIR || './data'
  // The real Telegram refuses buttons that lead to a host without a dot.
  const base = values.PUBLIC_URL || `http://${values.TELEGRAM_BOT_TOKEN ? '127.0.0.1' : 'localhost'}:${chosenPort}`
  const defaults = {
    PUBLIC_URL: base,
    DATA_DIR: dir,
    MASTER_KEY_FILE: join(dir, 'master.key'),
    SESSION_SECRET: made.sessionSecret,
    TRUST_DIR: join(dir, 'authority', 'trust'),
    TELEGRAM_BOT_TOKEN: '1000000001:demonstration-token',
    TELEGRAM_API_ROOT: values.TELEGRAM_BOT_TOKEN ? 'https://api.telegram.org' : `${base}/sandbox/telegram`,
    GATEWAY_URL: `${base}/sandbox/gateway`,
    GATEWAY_SENDER_ID: 'tereze',
    GATEWAY_PASSWORD: made.gatewayPassword,
    EGOV_IDP_URL: `${base}/sandbox/portal`,
    EGOV_IDP_CLIENT_ID: 'tereze',
    EGOV_IDP_CLIENT_SECRET: made.gatewayPassword,
    EGOV_MOBILE_URL: `${base}/sandbox/egov-mobile`,
    ORGANISATION_BIN: '200140000014',
    CRL_ORIGINS: new URL(base).origin,
  }
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
  return { ...read({ ...defaults, ...given }), specimen: true }
}
