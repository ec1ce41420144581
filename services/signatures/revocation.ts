import type { Certificate, CertificateRevocationList } from 'pkijs'
import type { Instant } from '../../flows/values/time.ts'
import { crlUrls } from './certificates.ts'
import { type RevocationStatus, statusOnCrl } from './crl.ts'
import { parseCrl } from './der.ts'

/** Whether a certificate of that issuer is revoked at that moment. Never throws: what cannot be established is `unknown`. */
export type Revocation = (certificate: Certificate, issuer: Certificate, at: Instant) => Promise<RevocationStatus>

/** Reads the bytes of a revocation list. Errors: `CrlUnavailable`. */
export type CrlFetch = (url: string) => Promise<Uint8Array>

export class CrlUnavailable extends Error {
  override readonly name = 'CrlUnavailable'
}

/**
 * Asks the lists that the certificate itself names. A list is kept as long as it gives an answer, that is until its
 * nextUpdate. A list that cannot be had is reported to `onFault` and leaves the status `unknown`.
 */
export function revocationByCrl(fetch: CrlFetch, onFault: (fault: CrlUnavailable) => void): Revocation {
  const kept = new Map<string, CertificateRevocationList>()

  async function statusFrom(url: string, ...about: Parameters<Revocation>): Promise<RevocationStatus> {
    const known = kept.get(url)
    const status = known ? await statusOnCrl(known, ...about) : 'unknown'
    return status === 'unknown' ? statusFromFresh(url, ...about) : status
  }
  async function statusFromFresh(url: string, ...about: Parameters<Revocation>): Promise<RevocationStatus> {
    const crl = await fetchCrl(url)
    if (!crl) return 'unknown'
    kept.set(url, crl)
    return statusOnCrl(crl, ...about)
  }
  async function fetchCrl(url: string): Promise<CertificateRevocationList | undefined> {
    try {
      return parseCrl(await fetch(url))
    } catch (cause) {
      onFault(
        cause instanceof CrlUnavailable ? cause : new CrlUnavailable('a revocation list cannot be had', { cause }),
      )
      return undefined
    }
  }

  return async (...about) => {
    for (const url of crlUrls(about[0])) {
      const status = await statusFrom(url, ...about)
      if (status !== 'unknown') return status
    }
    return 'unknown'
  }
}
