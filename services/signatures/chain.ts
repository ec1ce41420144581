import type { Certificate } from 'pkijs'
import { type Instant, instant } from '../../flows/values/time.ts'
import { type AlgorithmProblem, verifySignature } from './algorithms.ts'
import type { Authority } from './authorities.ts'
import { isUnderstood, mayIssue, validityAt } from './certificates.ts'

type ChainProblem = 'untrusted' | AlgorithmProblem
/** From the person's certificate to the anchor, which is the last. */
export type Chain = { ok: true; path: Certificate[] } | { ok: false; reason: ChainProblem }

const longestPath = 6

/**
 * A path to an anchor, each link of it checked (RFC 5280 §6.1): names, signature, the right to issue, validity, no critical
 * extension that is not understood. Authorities come from the trust folder only, never from the message.
 */
export function buildChain(certificate: Certificate, authorities: Authority[], at: Instant): Promise<Chain> {
  if (!isUnderstood(certificate)) return Promise.resolve({ ok: false, reason: 'untrusted' })
  return climb([certificate], authorities, nearestValid(certificate, at))
}

/** An expired certificate is told as expired, so its authorities are judged at its last moment, not years later. */
function nearestValid(certificate: Certificate, at: Instant): Instant {
  const from = certificate.notBefore.value.getTime()
  const to = certificate.notAfter.value.getTime()
  return instant(Math.max(from, Math.min(Date.parse(at), to)))
}

async function climb(path: Certificate[], authorities: Authority[], at: Instant): Promise<Chain> {
  const last = path.at(-1)
  let reason: ChainProblem = 'untrusted'
  if (!last || path.length > longestPath) return { ok: false, reason }
  for (const { certificate: issuer, anchor } of authorities.filter(({ certificate }) =>
    certificate.subject.isEqual(last.issuer),
  )) {
    const problem = await linkProblem(last, issuer, path.length - 1, at)
    const chain = problem
      ? fail(problem)
      : anchor
        ? done([...path, issuer])
        : await climb([...path, issuer], authorities, at)
    if (chain.ok) return chain
    reason = chain.reason
  }
  return { ok: false, reason }
}
const done = (path: Certificate[]): Chain => ({ ok: true, path })
const fail = (reason: ChainProblem): Chain => ({ ok: false, reason })

async function linkProblem(
  issued: Certificate,
  issuer: Certificate,
  below: number,
  at: Instant,
): Promise<ChainProblem | undefined> {
  if (!mayIssue(issuer, below) || !isUnderstood(issuer) || validityAt(issuer, at) !== 'valid') return 'untrusted'
  const { tbsView: bytes, signatureValue: signature, signatureAlgorithm: algorithm } = issued
  const outcome = await verifySignature({ bytes, signature, algorithm }, issuer.subjectPublicKeyInfo)
  if (outcome === 'valid') return undefined
  return outcome === 'altered' ? 'untrusted' : outcome
}
