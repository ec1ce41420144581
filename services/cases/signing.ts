import { randomUUID } from 'node:crypto'
import { requestBytes, reviewDigest } from '../../flows/engine/review.ts'
import { parseIin } from '../../flows/values/iin.ts'
import type { Clock, Instant } from '../../flows/values/time.ts'
import type { FileId, Files } from '../files/port.ts'
import type { ApplicantCheck, ApplicantSignatures } from '../signatures/port.ts'
import type { Desk, FoundCase, LinkEnd, Links, Signing, SigningEnd } from './port.ts'

export interface SigningDependencies {
  desk: Desk
  links: Links
  files: Files
  signatures: ApplicantSignatures
  clock: Clock
}

interface Open {
  found: FoundCase
  key: string
  until: Instant
}

/** Where a link stands is read off its case: the request that it belongs to is open, or the case has moved on. */
async function openLink(
  { desk, links, clock }: SigningDependencies,
  token: string,
): Promise<Open | LinkEnd | undefined> {
  const link = links.read('sign', token)
  if (link === undefined || link === 'expired') return link
  const found = await desk.find(link.caseId)
  if (!found) return undefined
  const { pending } = found.state
  if (pending?.what !== 'signature' || pending.key !== link.key || pending.delayed)
    return found.state.signed || pending?.delayed ? 'used' : 'cancelled'
  return pending.until && pending.until > clock.now() ? { found, key: link.key, until: pending.until } : 'expired'
}

/** The three checks of G-45, and what they come to for the case. */
async function finish(deps: SigningDependencies, { found, key }: Open, cms: Uint8Array): Promise<SigningEnd> {
  const iin = parseIin(found.state.applicant?.iin ?? '')
  if (!iin.ok) return { ok: false, link: 'cancelled' }
  const check = await deps.signatures.check(cms, requestBytes(found.flow, found.state), iin.value, deps.clock.now())
  if (check.outcome === 'refused') {
    await deps.desk.apply(found.id, { kind: 'signature-refused', key, reason: check.reason })
    return { ok: false, signature: check.reason }
  }
  const signature = randomUUID()
  await deps.files.put(signature as FileId, cms, found.key)
  return keep(deps, found, key, signature, check)
}

async function keep(
  { desk }: SigningDependencies,
  found: FoundCase,
  key: string,
  signature: string,
  check: ApplicantCheck,
): Promise<SigningEnd> {
  const accepted = check.outcome === 'valid'
  const applied = accepted
    ? await desk.apply(found.id, {
        kind: 'signature-accepted',
        key,
        signature,
        digest: reviewDigest(found.flow, found.state),
        signer: check.report.name,
      })
    : await desk.apply(found.id, { kind: 'delayed', key, signature })
  if (!applied?.changed) return { ok: false, link: 'used' }
  return { ok: true }
}

/** Signing by a link, over the desk. */
export function createSigning(deps: SigningDependencies): Signing {
  return {
    async find(token) {
      const link = await openLink(deps, token)
      if (typeof link !== 'object') return link
      return { flow: link.found.flow.id, expiresAt: link.until, bytes: requestBytes(link.found.flow, link.found.state) }
    },
    async finish(token, cms) {
      const link = await openLink(deps, token)
      return typeof link === 'object' ? finish(deps, link, cms) : { ok: false, link: link ?? 'cancelled' }
    },
    async cancel(token) {
      const link = await openLink(deps, token)
      if (typeof link === 'object') await deps.desk.apply(link.found.id, { kind: 'signing-cancelled', key: link.key })
    },
  }
}
