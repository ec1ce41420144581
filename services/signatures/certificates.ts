import * as asn1js from 'asn1js'
import {
  BasicConstraints,
  type Certificate,
  CRLDistributionPoints,
  ExtKeyUsage,
  type RelativeDistinguishedNames,
} from 'pkijs'
import type { Instant } from '../../flows/values/time.ts'
import type { SignerReport } from './port.ts'

const oid = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  organizationalUnit: '2.5.4.11',
  givenName: '2.5.4.42',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extKeyUsage: '2.5.29.37',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const
/** Critical extensions that are understood here; RFC 5280 §4.2: with any other the certificate must be rejected. */
const understood = new Set<string>([oid.keyUsage, oid.basicConstraints, oid.extKeyUsage, oid.certificatePolicies])
/** Bits of the first octet of KeyUsage, RFC 5280 §4.2.1.3. */
export const usage = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04, cRLSign: 0x02 } as const

const valuesOf = (name: RelativeDistinguishedNames, type: string): string[] =>
  name.typesAndValues.filter(entry => entry.type === type).map(entry => String(entry.value.valueBlock.value))

const extension = (certificate: Certificate, id: string): unknown =>
  certificate.extensions?.find(candidate => candidate.extnID === id)?.parsedValue

export const commonName = (name: RelativeDistinguishedNames): string => valuesOf(name, oid.commonName)[0] ?? ''

/**
 * Whose certificate it is, by the national profile: CN is «ФАМИЛИЯ ИМЯ» (family and given name), G is the patronymic,
 * serialNumber «IIN…» the person, OU (or serialNumber, for an information system) «BIN…» the organisation.
 */
export function holder(certificate: Certificate): { iin?: string; bin?: string; name: string } {
  const { subject } = certificate
  const serials = valuesOf(subject, oid.serialNumber)
  const iin = only(serials, /^IIN(\d{12})$/)
  const bin = only([...valuesOf(subject, oid.organizationalUnit), ...serials], /^BIN(\d{12})$/)
  const name = [commonName(subject), ...valuesOf(subject, oid.givenName)].join(' ').trim()
  return { ...(iin && { iin }), ...(bin && { bin }), name }
}

/** Two different numbers in one certificate are no number: nobody may choose which of them counts. */
function only(values: string[], pattern: RegExp): string | undefined {
  const found = values.flatMap(value => pattern.exec(value)?.[1] ?? [])
  return found.length === 1 ? found[0] : undefined
}

/** Undefined when the certificate has no key usage at all. */
function keyUsage(certificate: Certificate): number | undefined {
  const bits = extension(certificate, oid.keyUsage)
  return bits instanceof asn1js.BitString ? (bits.valueBlock.valueHexView[0] ?? 0) : undefined
}
export const mayUse = (certificate: Certificate, bits: number) => ((keyUsage(certificate) ?? 0) & bits) === bits

/** Sign or authenticate: newer national certificates set every key usage bit, so the extended key usage decides. */
export function purposeOf(certificate: Certificate): SignerReport['purpose'] {
  const extended = extension(certificate, oid.extKeyUsage)
  const purposes = extended instanceof ExtKeyUsage ? extended.keyPurposes : []
  if (purposes.includes(oid.clientAuth)) return 'authenticate'
  const signs = mayUse(certificate, usage.digitalSignature | usage.nonRepudiation)
  return signs && purposes.includes(oid.emailProtection) ? 'sign' : 'unknown'
}

/** An authority with at most `below` authorities between it and the person (RFC 5280 §4.2.1.9). */
export function mayIssue(certificate: Certificate, below: number): boolean {
  const constraints = extension(certificate, oid.basicConstraints)
  if (!(constraints instanceof BasicConstraints) || !constraints.cA) return false
  const limit = constraints.pathLenConstraint
  const longest =
    limit === undefined ? Number.POSITIVE_INFINITY : typeof limit === 'number' ? limit : limit.valueBlock.valueDec
  return below <= longest && mayUse(certificate, usage.keyCertSign)
}

export const isUnderstood = (certificate: Certificate) =>
  (certificate.extensions ?? []).every(({ critical, extnID }) => !critical || understood.has(extnID))

export function validityAt(certificate: Certificate, at: Instant): SignerReport['validity'] {
  const moment = Date.parse(at)
  if (moment < certificate.notBefore.value.getTime()) return 'not-yet-valid'
  return moment > certificate.notAfter.value.getTime() ? 'expired' : 'valid'
}

/** The HTTP addresses of the lists on which this certificate would be revoked. */
export function crlUrls(certificate: Certificate): string[] {
  const points = extension(certificate, oid.crlDistributionPoints)
  if (!(points instanceof CRLDistributionPoints)) return []
  const names = points.distributionPoints.flatMap(({ distributionPoint }) =>
    Array.isArray(distributionPoint) ? distributionPoint : [],
  )
  return names.filter(({ type }) => type === 6).map(({ value }) => String(value))
}
