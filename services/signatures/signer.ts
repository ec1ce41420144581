import type { Certificate, SignedData, SignerInfo } from 'pkijs'
import type { Instant } from '../../flows/values/time.ts'
import { algorithmName } from './algorithms.ts'
import type { Authority } from './authorities.ts'
import { commonName, crlUrls, holder, purposeOf, validityAt } from './certificates.ts'
import { buildChain, type Chain } from './chain.ts'
import { certificatesOf, checkSignature, signingTime } from './cms.ts'
import type { RevocationStatus } from './crl.ts'
import type { SignatureReason, SignerReport } from './port.ts'
import type { Revocation } from './revocation.ts'

export interface Trust {
  authorities: Authority[]
  revocation: Revocation
}
type Checks = Pick<SignerReport, 'signature' | 'chain' | 'validity' | 'revocation' | 'purpose'>

/** Every check on one signer, each with its own answer, and the first that fails as the reason. */
export async function reportSigner(
  message: SignedData,
  signer: SignerInfo,
  content: Uint8Array,
  at: Instant,
  trust: Trust,
): Promise<SignerReport> {
  const time = signingTime(signer)
  const algorithm = algorithmName(signer.signatureAlgorithm, signer.digestAlgorithm)
  const about = { algorithm, ...(time && { signingTime: time }) }
  const [certificate, ...others] = certificatesOf(message, signer)
  if (!certificate || others.length > 0) return { ...about, ...unnamed }
  const signature = await checkSignature(message, signer, certificate, content)
  const chain = await buildChain(certificate, trust.authorities, at)
  const checks: Checks = {
    signature: signature === 'valid' ? 'valid' : 'invalid',
    chain: chain.ok ? 'valid' : 'invalid',
    validity: validityAt(certificate, at),
    revocation: await chainRevocation(chain, at, trust.revocation),
    purpose: purposeOf(certificate),
  }
  const reason =
    signature !== 'valid' ? signature : ((chain.ok ? undefined : chain.reason) ?? certificateReason(checks))
  return { ...holder(certificate), issuer: commonName(certificate.issuer), ...about, ...checks, ...judge(reason) }
}

const unnamed = {
  name: '',
  issuer: '',
  signature: 'invalid',
  chain: 'invalid',
  validity: 'not-yet-valid',
  revocation: 'unknown',
  purpose: 'unknown',
  verdict: 'invalid',
  reason: 'no-certificate',
} as const

function certificateReason({ purpose, validity, revocation }: Checks): SignatureReason | undefined {
  if (purpose !== 'sign') return 'wrong-purpose'
  if (validity !== 'valid') return validity
  if (revocation === 'good') return undefined
  return revocation === 'revoked' ? 'revoked' : 'revocation-unknown'
}

function judge(reason: SignatureReason | undefined): Pick<SignerReport, 'verdict' | 'reason'> {
  if (!reason) return { verdict: 'valid' }
  return { verdict: reason === 'revocation-unknown' ? 'unknown' : 'invalid', reason }
}

/**
 * Nobody is asked about a certificate that no trusted authority issued: its addresses are a stranger's. The anchor is not
 * asked about, nor an authority that names no list: the trust folder vouches for them.
 */
async function chainRevocation(chain: Chain, at: Instant, revocation: Revocation): Promise<RevocationStatus> {
  if (!chain.ok) return 'unknown'
  const statuses = await Promise.all(
    chain.path.slice(0, -1).map((certificate, i) => statusAt(certificate, chain.path[i + 1], i, at, revocation)),
  )
  if (statuses.includes('revoked')) return 'revoked'
  return statuses.every(status => status === 'good') ? 'good' : 'unknown'
}

function statusAt(
  certificate: Certificate,
  issuer: Certificate | undefined,
  height: number,
  at: Instant,
  revocation: Revocation,
) {
  if (!issuer) return 'unknown'
  const vouchedFor = height > 0 && crlUrls(certificate).length === 0
  return vouchedFor ? 'good' : revocation(certificate, issuer, at)
}
