import { randomBytes } from 'node:crypto'
import { Registry } from 'prom-client'
import type { IndexLine, WebDependencies } from '../../bot/web/dependencies.ts'
import { createWeb } from '../../bot/web/web.ts'
import { catalogue } from '../../flows/catalogue.ts'
import type { ReceivedFile } from '../../flows/engine/entries.ts'
import type { Input } from '../../flows/engine/input.ts'
import guardianship from '../../flows/guardianship-certificate/flow.ts'
import type { Iin } from '../../flows/values/iin.ts'
import { instant } from '../../flows/values/time.ts'
import { createFileCheck } from '../../services/files/check.ts'
import { PortalUnavailable, type SignInResult } from '../../services/identity/port.ts'
import { createKeys } from '../../services/keys/keys.ts'
import type { PaperFile, PersonalCase, ShownPaper } from '../../services/records/port.ts'
import { clockAt } from './clock.ts'
import { listen } from './listen.ts'
import { iin, name, type Play, play, type Stretch } from './turns.ts'

export const caseId = '0b6f3a2e-1111-4222-8333-444455556666'
export const infected = 'ТЕКСЕРУ-ВИРУСЫ'
export const paperKey = 'a2V5LW9mLXRoZS1wYXBlcg'
const issuedAt = instant('2026-11-23T05:01:00.000Z')
const record = { kind: 'certificate', flow: guardianship.id, issuedAt } as const

const shown: ShownPaper = {
  ...{ ...record, number: 'C-1', status: 'genuine', signature: 'valid', signer: 'БАСШЫ СЫНАҚ' },
  shown: [
    { name: 'guardian', value: name },
    { name: 'decisionDate', value: '2020-02-03' },
    { name: 'kind', value: 'guardian' },
    { name: 'position', value: { kk: 'басшы', ru: 'руководитель' } },
  ],
}
const application: PersonalCase = {
  ...{ id: caseId, tag: '0b6f3a2e', flow: guardianship.id, status: 'issued', startedAt: issuedAt, number: 'KZ-1' },
  papers: [{ number: 'C-1', kind: 'certificate', at: issuedAt }],
}
const waiting: PersonalCase = {
  ...{ ...application, id: 'other', status: 'registered', due: instant('2026-11-26T13:30:00.000Z'), number: 'KZ-2' },
  papers: [{ number: 'R-1', kind: 'receipt', at: issuedAt }],
}

/** What the outside of the pages does, and what it was told: one for each test. */
export interface Outside {
  play: Play
  erased: boolean
  /** How the portal ends the next sign-in. */
  portal: SignInResult | 'down'
  /** By purpose and token; the token 'old' has expired. */
  links: Map<string, { caseId: string; key: string }>
  signing: Map<string, Awaited<ReturnType<WebDependencies['signing']['find']>>>
  applied: Input[]
  kept: Uint8Array[]
  storeFails: boolean
  databaseIsAway: boolean
  signature: ShownPaper['signature']
  /** Questions about papers, in order. */
  asked: string[]
  logged: string[]
  clock: ReturnType<typeof clockAt>
}

function outside(): Outside {
  return {
    play: play().does('gave the IIN'),
    erased: false,
    portal: { ok: true, iin: iin as Iin, name, registeredAt: '2020-01-01T00:00:00Z' },
    links: new Map([
      ['sign-in:token', { caseId, key: 'identity' }],
      ['upload:token', { caseId, key: 'appointmentDecision' }],
    ]),
    signing: new Map<string, Awaited<ReturnType<WebDependencies['signing']['find']>>>([
      [
        'token',
        { flow: 'guardianship-certificate', expiresAt: instant('2026-11-24T05:15:00Z'), bytes: new Uint8Array() },
      ],
      ['used', 'used'],
      ['old', 'expired'],
      ['cancelled', 'cancelled'],
    ]),
    ...{ applied: [], kept: [], logged: [], asked: [], signature: 'valid' },
    ...{ storeFails: false, databaseIsAway: false },
    clock: clockAt('2026-11-23T05:00:00.000Z'),
  }
}

function deskOf(world: Outside): WebDependencies['desk'] {
  const apply = (input: Input) => {
    world.applied.push(input)
    const before = world.play.last.state.seq
    world.play.does(input)
    return { state: world.play.last.state, changed: world.play.last.state.seq > before }
  }
  return {
    apply: async (_caseId, input) => (world.erased ? undefined : apply(input)),
    upload: async (_caseId, _ref, files: ReceivedFile[]) =>
      world.erased ? undefined : apply({ kind: 'sent-files', files }),
    async find(id) {
      if (world.databaseIsAway) throw new Error(`connection lost while reading ${iin}`)
      if (id !== caseId || world.erased) return undefined
      const { key } = createKeys(randomBytes(32)).create()
      return { id, flow: guardianship, state: world.play.last.state, revision: 1, key }
    },
  }
}

const portalOf = (world: Outside): WebDependencies['signIn'] => ({
  async begin(returnUrl, language) {
    if (world.portal === 'down') throw new PortalUnavailable('the portal does not answer')
    const kept = { state: randomBytes(8).toString('hex'), nonce: 'n', codeVerifier: 'v', returnUrl }
    return { url: `https://portal.test/authorize?state=${kept.state}&lang=${language}`, kept }
  },
  async finish(returnedTo, kept) {
    if (world.portal === 'down') throw new PortalUnavailable(`no answer about ${iin}`)
    return returnedTo.searchParams.get('state') === kept.state ? world.portal : { ok: false, reason: 'forged' }
  },
})

const recordsOf = (world: Outside): WebDependencies['records'] => ({
  casesOf: async owner => (owner === iin ? [application, waiting] : []),
  async findPaper(number) {
    world.asked.push('find')
    const status = number === 'C-1' ? 'genuine' : number === 'C-0' ? 'replaced' : undefined
    return status && { ...record, number, status }
  },
  async readPaper(number, key) {
    world.asked.push('read')
    return number === 'C-1' && key === paperKey ? { ...shown, signature: world.signature } : undefined
  },
  openPaper: async (number, owner): Promise<PaperFile | undefined> =>
    number === 'C-1' && owner === iin
      ? { name: 'C-1.pdf', bytes: Buffer.from('%PDF-1.7 paper'), signature: Buffer.from([0x30, 0x01]) }
      : undefined,
})

/** Lets each bucket be used as often as its burst. */
function countingThrottle(): WebDependencies['throttle'] {
  const taken = new Map<string, number>()
  return {
    async take(bucket, { burst }) {
      const count = (taken.get(bucket) ?? 0) + 1
      taken.set(bucket, count)
      return count <= burst ? { ok: true } : { ok: false, retryAfterMs: 4_200 }
    },
  }
}

const index: IndexLine[] = [
  { name: 'chat', href: '/sandbox/telegram/', state: 'works' },
  { name: 'my', href: '/my', state: 'works' },
  { name: 'verify', href: '/verify', state: 'works' },
  { name: 'portal', href: '/sandbox/portal', state: 'stand-in' },
  { name: 'registers', state: 'stand-in' },
  { name: 'kiosk', state: 'later' },
  { name: 'staff', state: 'later' },
]
const people = [
  {
    iin,
    name,
    password: 'synaq-01',
    leadsTo: { kk: 'Анықтама бес минутта дайын', ru: 'Справка готова за пять минут' },
  },
]

/** The pages over real HTTP, with an outside that a test can look into. Ends with the test. */
export async function openSite(changes: Partial<WebDependencies> = {}) {
  const world = outside()
  const { app, origin } = await listen()
  const note = (about: object, message: string) => void world.logged.push(`${JSON.stringify(about)} ${message}`)
  const links: WebDependencies['links'] = {
    read: (purpose, token) => (token === 'old' ? 'expired' : world.links.get(`${purpose}:${token}`)),
  }
  const web = createWeb({
    ...{ desk: deskOf(world), records: recordsOf(world), links, signIn: portalOf(world) },
    files: createFileCheck({
      scanner: { scan: async bytes => (Buffer.from(bytes).includes(infected) ? 'infected' : 'clean') },
    }),
    quarantine: {
      async keep(_caseId, bytes) {
        if (world.storeFails) throw new Error('the disk is full')
        return `q${world.kept.push(bytes)}`
      },
    },
    ...{ throttle: countingThrottle(), catalogue, clock: world.clock, keys: createKeys(randomBytes(32)) },
    signing: { find: async token => world.signing.get(token) },
    mobileSignLink: api1Url => `https://m.egov.test/?link=${encodeURIComponent(api1Url)}`,
    ...{ publicUrl: origin, portalUrl: 'https://portal.test', chatUrl: 'https://t.me/tereze_bot' },
    ...{ specimen: true, index, people: () => people, metrics: new Registry() },
    log: { error: note, warn: note },
    ready: async () => {
      if (world.databaseIsAway) throw new Error('no database')
    },
    clientOf: () => 'client',
    ...changes,
  })
  app.use(web.router, web.notFound, web.failed)
  return { world, origin, browser: browserAt(origin) }
}

/** Keeps cookies as a browser does, and follows no redirect. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Visited>
  post(path: string, body?: FormData | string, headers?: Record<string, string>): Promise<Visited>
  cookies: Map<string, string>
}
export interface Visited {
  status: number
  headers: Headers
  location: string | null
  text: string
}

export function browserAt(origin: string): Visitor {
  const cookies = new Map<string, string>()
  const visit = async (path: string, init: RequestInit, headers: Record<string, string>): Promise<Visited> => {
    const cookie = [...cookies].map(pair => pair.join('=')).join('; ')
    const response = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...(cookie && { cookie }) },
    })
    for (const line of response.headers.getSetCookie()) remember(cookies, line)
    const { status, headers: got } = response
    return { status, headers: got, location: got.get('location'), text: await response.text() }
  }
  return {
    cookies,
    get: (path, headers = {}) => visit(path, {}, headers),
    post: (path, body = '', headers = {}) => visit(path, { method: 'POST', body }, headers),
  }
}

function remember(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '') cookies.delete(name)
  else cookies.set(name, value)
}

/** Where the portal sends the browser back. */
export const backFrom = (portal: string | null): string =>
  `/sign-in/return?code=c&state=${new URL(portal ?? '').searchParams.get('state')}`

/** As if somebody signed in for the personal page. */
export async function signInToMy(browser: Visitor): Promise<Visited> {
  const { location } = await browser.post('/my/sign-in')
  return browser.get(backFrom(location))
}

export const atUpload: Stretch[] = [
  'gave the IIN',
  'signed in',
  'is in the register of persons',
  'gave a phone',
  'is on no record of guardianship',
]
