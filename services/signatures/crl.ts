import type { Certificate, CertificateRevocationList } from 'pkijs'
import type { Instant } from '../../flows/values/time.ts'
import { verifySignature } from './algorithms.ts'
import { mayUse, usage } from './certificates.ts'
import type { SignerReport } from './port.ts'

export type RevocationStatus = SignerReport['revocation']

/**
 * What a list says about a certificate at a moment. Only a complete list, by the certificate's own issuer, whose signature
 * holds and whose time covers `at`, says anything; every other list leaves it `unknown` (RFC 5280 §6.3).
 */
export async function statusOnCrl(
  crl: CertificateRevocationList,
  certificate: Certificate,
  issuer: Certificate,
  at: Instant,
): Promise<RevocationStatus> {
  if (!isFresh(crl, at) || !isComplete(crl) || !(await isIssuedBy(crl, issuer))) return 'unknown'
  const listed = crl.revokedCertificates?.some(({ userCertificate }) =>
    userCertificate.isEqual(certificate.serialNumber),
  )
  return listed ? 'revoked' : 'good'
}

function isFresh({ thisUpdate, nextUpdate }: CertificateRevocationList, at: Instant): boolean {
  const moment = Date.parse(at)
  return nextUpdate !== undefined && thisUpdate.value.getTime() <= moment && moment <= nextUpdate.value.getTime()
}

/** A delta list or one for a part of the certificates says so in a critical extension. */
const isComplete = ({ crlExtensions }: CertificateRevocationList) =>
  (crlExtensions?.extensions ?? []).every(({ critical }) => !critical)

async function isIssuedBy(crl: CertificateRevocationList, issuer: Certificate): Promise<boolean> {
  if (!crl.issuer.isEqual(issuer.subject) || !mayUse(issuer, usage.cRLSign)) return false
  const { tbsView: bytes, signatureValue: signature, signatureAlgorithm: algorithm } = crl
  return (await verifySignature({ bytes, signature, algorithm }, issuer.subjectPublicKeyInfo)) === 'valid'
}
