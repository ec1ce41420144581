import { createHash } from 'node:crypto'
import { type Clock, type Instant, minutes, plus } from '../../flows/values/time.ts'
import { type Issuer, issueCrl } from './certificates.ts'

export const crlFaults = ['none', 'unreachable', 'stale', 'wrong-key', 'wrong-issuer'] as const
export type CrlFault = (typeof crlFaults)[number]

const lifetime = minutes(60)
const backdated = minutes(10) // clocks of readers may be a little behind
const reserved = 256

/**
 * The issuing authority's list. The serial numbers that revoked certificates will get are on it from the first day, so a
 * certificate issued as revoked is so even for a reader who keeps yesterday's list.
 */
export function createRevocationList(issuer: Issuer, stranger: Issuer, seed: Uint8Array, clock: Clock) {
  const serials = Array.from({ length: reserved }, (_, i) => serialFrom(seed, i))
  let taken = 0
  let current: { bytes: Uint8Array; from: Instant } | undefined

  return {
    takeRevokedSerial: () => serialFrom(seed, taken++ % reserved),
    /** Undefined stands for an authority that does not answer. */
    async publish(fault: CrlFault): Promise<Uint8Array | undefined> {
      const now = clock.now()
      if (fault === 'unreachable') return undefined
      if (fault === 'stale') return issue(issuer, plus(now, -3 * lifetime))
      if (fault === 'wrong-key') return issue({ name: issuer.name, keys: stranger.keys }, now)
      if (fault === 'wrong-issuer') return issue({ name: stranger.name, keys: issuer.keys }, now)
      if (!current || now < current.from || now > plus(current.from, lifetime / 2))
        current = { bytes: await issue(issuer, now), from: now }
      return current.bytes
    },
  }
  function issue(by: Issuer, from: Instant): Promise<Uint8Array> {
    return issueCrl(by, serials, new Date(plus(from, -backdated)), new Date(plus(from, lifetime)))
  }
}

/** A positive number of 20 octets, the same at every start. */
function serialFrom(seed: Uint8Array, index: number): string {
  const digest = createHash('sha256').update(seed).update(`revoked ${index}`).digest('hex')
  return `4${digest.slice(1, 40)}`
}
