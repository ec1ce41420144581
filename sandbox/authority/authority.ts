import { createHash, type webcrypto } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Router } from 'express'
import { type Clock, days, type Instant, plus } from '../../flows/values/time.ts'
import { type Issuer, issueCertificate } from './certificates.ts'
import { type Signer, signDetached } from './cms.ts'
import { createKeyRing, type KeyRing } from './keys.ts'
import { authorityExtensions, type Holder, personExtensions, personName } from './profiles.ts'
import { type CrlFault, createRevocationList } from './revocation-list.ts'
import { authorityRoutes } from './routes.ts'

/** `foreign` is another person's certificate; `altered` a good one that signs something else. */
export const keyKinds = ['valid', 'expired', 'revoked', 'foreign', 'altered', 'not-yet-valid', 'auth'] as const
export type KeyKind = (typeof keyKinds)[number]
export type SigningKey = Signer & { kind: KeyKind }

/** The stand-in for the national certification authority. Everything that it makes says that it is a test. */
export interface Authority {
  /** A new certificate and key. With `organisation` it is the key of its first head. */
  issue(request: Holder & { kind: KeyKind }): Promise<SigningKey>
  /** Detached CMS in DER over `content`, with the clock's time as signing time. */
  sign(content: Uint8Array, key: SigningKey): Promise<Uint8Array>
  /** The folder with the authority's own certificates, for TRUST_DIR. */
  trustDir: string
  /** What is wrong with the revocation list from now on. */
  setCrlFault(fault: CrlFault): void
  /** Revocation list and certificates; to be mounted at /sandbox/authority. */
  router: Router
}

const rootName = [{ CN: ['СЫНАҚ НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA) TEST'] }, { C: ['KZ'] }]
const issuingName = [{ CN: ['СЫНАҚ ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA) TEST'] }, { C: ['KZ'] }]
/** Wide enough for any instant at which the demonstration's clock may start. */
const authorityValidity = { notBefore: new Date('2010-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') }
const year = days(365)

/** Two numbers that belong to nobody: whoever asks for a stranger's certificate gets one that is not his. */
const strangers = [
  { iin: '990101300013', surname: 'БӨТЕНОВ', name: 'БӨТЕН' },
  { iin: '050615600011', surname: 'БӨТЕНОВА', name: 'БӨТЕН' },
]

/** Keys are kept in `dir` and made only once. `baseUrl` is where the revocation list can be fetched. */
export async function createAuthority(options: { dir: string; clock: Clock; baseUrl: string }): Promise<Authority> {
  const { dir, clock, baseUrl } = options
  const keys = createKeyRing(join(dir, 'keys'))
  const [root, issuing] = await makeAuthorities(keys)
  const certificates = await certify(root, issuing)
  const trustDir = await writeTrust(join(dir, 'trust'), certificates)
  const list = createRevocationList(issuing, root, certificates.nca, clock)
  let crlFault: CrlFault = 'none'
  const setCrlFault = (fault: CrlFault) => {
    crlFault = fault
  }

  const crlUrl = `${baseUrl}/sandbox/authority/crl/nca.crl`
  return {
    async issue({ kind, ...holder }) {
      const { privateKey, publicKey } = await keys(holder.organisation ? 'official' : 'citizen')
      const serial = kind === 'revoked' ? { serialNumber: list.takeRevokedSerial() } : {}
      const request = { ...profile(kind, holder, crlUrl), ...validity(kind, clock.now()), ...serial, publicKey }
      return { certificate: await issueCertificate(issuing, request), privateKey, kind }
    },
    sign: (content, key) =>
      signDetached(key.kind === 'altered' ? Buffer.concat([content, Buffer.of(0)]) : content, key, clock.now()),
    trustDir,
    setCrlFault,
    router: authorityRoutes({ crl: () => list.publish(crlFault), certificates, setCrlFault }),
  }
}

async function makeAuthorities(keys: KeyRing): Promise<[Issuer, Issuer]> {
  const [rootKeys, issuingKeys] = await Promise.all([keys('root'), keys('nca')])
  return [
    { name: rootName, keys: rootKeys },
    { name: issuingName, keys: issuingKeys },
  ]
}

/** The same bytes at every start: fixed dates, and serial numbers made from the keys. */
async function certify(root: Issuer, issuing: Issuer) {
  const certificateOf = async ({ name: subject, keys: { publicKey } }: Issuer, authoritiesBelow: number) => {
    const serialNumber = await serialOf(publicKey)
    const extensions = authorityExtensions(authoritiesBelow)
    return issueCertificate(root, { subject, publicKey, serialNumber, extensions, ...authorityValidity })
  }
  return { root: await certificateOf(root, 1), nca: await certificateOf(issuing, 0) }
}

async function serialOf(key: webcrypto.CryptoKey): Promise<string> {
  const spki = await crypto.subtle.exportKey('spki', key)
  return `4${createHash('sha256').update(new Uint8Array(spki)).digest('hex').slice(1, 40)}`
}

async function writeTrust(folder: string, certificates: Record<string, Uint8Array>): Promise<string> {
  await mkdir(folder, { recursive: true })
  await Promise.all(Object.entries(certificates).map(([name, der]) => writeFile(join(folder, `${name}.crt`), der)))
  return folder
}

function profile(kind: KeyKind, holder: Holder, crlUrl: string) {
  const owner = kind === 'foreign' ? strangerTo(holder) : holder
  const extensions = personExtensions(kind === 'auth' ? 'auth' : 'sign', !!holder.organisation, crlUrl)
  return { subject: personName(owner), extensions }
}

function validity(kind: KeyKind, now: Instant): { notBefore: Date; notAfter: Date } {
  const shift = kind === 'expired' ? -year - days(2) : kind === 'not-yet-valid' ? days(2) : -days(1)
  return { notBefore: new Date(plus(now, shift)), notAfter: new Date(plus(now, shift + year)) }
}

const strangerTo = ({ iin, organisation }: Holder): Holder => {
  const stranger = strangers.find(candidate => candidate.iin !== iin)
  if (!stranger) throw new Error('there is no stranger')
  return { ...stranger, organisation }
}
