import { createHash } from 'node:crypto'
import express, { type Express, type Router } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { IndexLine, IndexPerson } from '../bot/web/dependencies.ts'
import { mobileSignLink } from '../bot/web/signing/links.ts'
import type { SigningDesk } from '../bot/web/signing/port.ts'
import { signingRoutes } from '../bot/web/signing/routes.ts'
import { createWeb } from '../bot/web/web.ts'
import type { Config } from '../config.ts'
import { languages } from '../flows/values/language.ts'
import { translate, translateDerived } from '../locales/translate.ts'
import { createKeys } from '../services/keys/keys.ts'
import type { Cases } from './cases.ts'
import type { Services } from './services.ts'

/** What only a demonstration has: stand-ins in front of our pages, and people to try them with. */
export interface Extras {
  before?: Router
  people?: () => readonly IndexPerson[]
  chatUrl?: string
  index: readonly IndexLine[]
}

/** What eGov Mobile shows before the document, in the words of the service that asks. */
function signingDesk({ signing }: Cases, config: Config): SigningDesk {
  const organisation = {
    nameKk: translate('kk', 'common:organisation'),
    nameRu: translate('ru', 'common:organisation'),
    nameEn: 'Tereze',
    bin: config.ORGANISATION_BIN,
  }
  return {
    ...signing,
    async find(token) {
      const found = await signing.find(token)
      if (typeof found !== 'object') return found
      const [kk = '', ru = ''] = languages.map(language => translateDerived(language, found.flow, 'title'))
      const document = { nameKk: kk, nameRu: ru, nameEn: found.flow, type: 'application/json', bytes: found.bytes }
      return { descriptionKk: kk, descriptionRu: ru, expiresAt: found.expiresAt, organisation, document }
    },
  }
}

/** Where a request comes from, as a name that tells nothing. */
const clientOf = (services: Services) => (address: string | undefined) =>
  Buffer.from(services.keys.fingerprint('session', address ?? ''))
    .toString('base64url')
    .slice(0, 16)

/** Cookies are sealed under SESSION_SECRET, so that every process opens those of every other. */
const cookieKeys = ({ SESSION_SECRET }: Config) => createKeys(createHash('sha256').update(SESSION_SECRET).digest())

function metricsOf(): Registry {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  return metrics
}

/** A server that takes a client's address from the proxies in front of us and from nobody behind them. */
export const bareSite = ({ TRUST_PROXY }: Pick<Config, 'TRUST_PROXY'>): Express =>
  express().disable('x-powered-by').set('trust proxy', TRUST_PROXY)

/** The whole site: stand-ins first where there are any, the signing API, our pages, and what is said when nobody answers. */
export function createSite(
  config: Config,
  services: Services,
  cases: Cases,
  extras: Extras,
  webhook?: Router,
): Express {
  const named = clientOf(services)
  const web = createWeb({
    ...cases,
    ...extras,
    clock: services.clock,
    signIn: services.signIn,
    files: services.fileCheck,
    throttle: services.throttle,
    keys: cookieKeys(config),
    mobileSignLink: api1Url => mobileSignLink(config.EGOV_MOBILE_URL, api1Url),
    publicUrl: config.PUBLIC_URL,
    portalUrl: config.EGOV_IDP_URL,
    specimen: config.specimen,
    metrics: metricsOf(),
    log: services.log,
    ready: async () => void (await services.database.query('select 1')),
    clientOf: request => named(request.ip),
  })
  const site = bareSite(config)
  if (extras.before) site.use(extras.before)
  if (webhook) site.use(webhook)
  return site.use(
    signingRoutes({ desk: signingDesk(cases, config), publicUrl: config.PUBLIC_URL }),
    web.router,
    web.notFound,
    web.failed,
  )
}
