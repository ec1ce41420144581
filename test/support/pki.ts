import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import * as asn1js from 'asn1js'
import { ContentInfo, SignedData } from 'pkijs'
import { instant } from '../../flows/values/time.ts'
import { type Issuer, issueCertificate, issueCrl } from '../../sandbox/authority/certificates.ts'
import { type Signer, signDetached } from '../../sandbox/authority/cms.ts'
import { authorityExtensions, type Holder, personExtensions, personName } from '../../sandbox/authority/profiles.ts'

/** The moment at which the tests judge, in the middle of everything's validity. */
export const at = instant('2026-06-01T06:00:00Z')
export const crlUrl = 'http://authority.test/crl/ca.crl'
export const holder: Holder = { iin: '990101300013', surname: 'ТЕСТОВ', name: 'ТЕСТ', patronymic: 'ТЕСТОВИЧ' }

type KeyPair = webcrypto.CryptoKeyPair
export type Authority = Issuer & { certificate: Uint8Array }
interface Shape {
  keys?: KeyPair
  extensions?: x509.Extension[]
  notBefore?: Date
  notAfter?: Date
  serialNumber?: string
}
const always = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2030-01-01T00:00:00Z') }

export const rsaKeys = (modulusLength = 2048, hash = 'SHA-256'): Promise<KeyPair> =>
  crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', hash, modulusLength, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  )
export const ecKeys = (namedCurve = 'P-256'): Promise<KeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify'])

/** An authority under `issuer`, or a root when there is none. */
export async function authority(commonName: string, issuer?: Issuer, shape: Shape = {}): Promise<Authority> {
  const { keys = await ecKeys(), ...rest } = shape
  const self = { name: [{ CN: [commonName] }, { C: ['KZ'] }], keys }
  const request = {
    subject: self.name,
    publicKey: keys.publicKey,
    extensions: authorityExtensions(issuer ? 0 : 2),
    ...always,
  }
  return { ...self, certificate: await issueCertificate(issuer ?? self, { ...request, ...rest }) }
}

export async function person(
  issuer: Issuer,
  shape: Shape & { holder?: Holder; subject?: x509.JsonName } = {},
): Promise<Signer & { keys: KeyPair }> {
  const { keys = await rsaKeys(), holder: owner = holder, ...rest } = shape
  const request = { subject: personName(owner), publicKey: keys.publicKey, extensions: signing(), ...always }
  return { certificate: await issueCertificate(issuer, { ...request, ...rest }), privateKey: keys.privateKey, keys }
}
export const signing = () => personExtensions('sign', false, crlUrl)

export const crlOf = (
  issuer: Issuer,
  serials: string[] = [],
  from = '2026-06-01T00:00:00Z',
  to = '2026-06-02T00:00:00Z',
) => issueCrl(issuer, serials, new Date(from), new Date(to))

export const sign = (content: Uint8Array, signer: Signer) => signDetached(content, signer, at)

/** The same message with something changed in it. */
export function edit(cms: Uint8Array, change: (message: SignedData) => void): Uint8Array {
  const message = new SignedData({ schema: ContentInfo.fromBER(new Uint8Array(cms)).content })
  change(message)
  const info = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: message.toSchema(true) })
  return new Uint8Array(info.toSchema().toBER())
}

export const octets = (bytes: Uint8Array) => new asn1js.OctetString({ valueHex: new Uint8Array(bytes).buffer })

/** A trust folder with these certificates. */
export function trustFolder(parent: string, certificates: readonly Uint8Array[]): string {
  const folder = join(parent, `trust-${crypto.randomUUID()}`)
  mkdirSync(folder)
  certificates.forEach((der, i) => {
    writeFileSync(join(folder, `${i}.crt`), der)
  })
  return folder
}

export const pem = (label: string, der: Uint8Array) =>
  Buffer.from(`-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`)

/** A certificate's serial number as revocation lists are made from it. */
export const hexSerial = (der: Uint8Array) => new x509.X509Certificate(new Uint8Array(der)).serialNumber
