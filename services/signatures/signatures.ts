import type { Instant } from '../../flows/values/time.ts'
import { readAuthorities } from './authorities.ts'
import { parseSignedData } from './der.ts'
import type { Signatures, Verification } from './port.ts'
import { type CrlFetch, type CrlUnavailable, revocationByCrl } from './revocation.ts'
import { reportSigner, type Trust } from './signer.ts'

/**
 * RSA and ECDSA signatures against the authorities in `trustDir`, which is read once. `onFault` hears of every revocation
 * list that could not be had, for the log. Errors at once: `TrustError`.
 */
export function createSignatures(options: {
  trustDir: string
  crlFetch: CrlFetch
  onFault?: (fault: CrlUnavailable) => void
}): Signatures {
  const { trustDir, crlFetch, onFault = () => undefined } = options
  const trust = { authorities: readAuthorities(trustDir), revocation: revocationByCrl(crlFetch, onFault) }
  return { verify: (cms, content, at) => verifyWith(trust, cms, content, at) }
}

/** The same checks with any source of revocation. */
export async function verifyWith(
  trust: Trust,
  cms: Uint8Array,
  content: Uint8Array,
  at: Instant,
): Promise<Verification> {
  const message = parseSignedData(cms)
  if (!message) return { verdict: 'invalid', signers: [], reason: 'malformed' }
  if (message.signerInfos.length === 0) return { verdict: 'invalid', signers: [], reason: 'no-signer' }
  const signers = await Promise.all(
    message.signerInfos.map(signer => reportSigner(message, signer, content, at, trust)),
  )
  const verdicts = signers.map(({ verdict }) => verdict)
  return { verdict: verdicts.find(v => v === 'invalid') ?? verdicts.find(v => v === 'unknown') ?? 'valid', signers }
}
