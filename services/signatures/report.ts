import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../../flows/values/time.ts'
import { readAuthorities } from './authorities.ts'
import { attachedContent } from './cms.ts'
import { type RevocationStatus, statusOnCrl } from './crl.ts'
import { parseCrl, parseSignedData } from './der.ts'
import { parseOcsp, statusByOcsp } from './ocsp.ts'
import type { SignatureReason, SignerReport, Verification } from './port.ts'
import type { Revocation } from './revocation.ts'
import { verifyWith } from './signatures.ts'

export interface VerifyOptions {
  /** CMS, DER or PEM. */
  file: string
  /** What was signed, when it is not inside the message. */
  content?: string
  at: Instant
  trustDir: string
  /** A revocation list or a folder of them. */
  crl?: string
  ocsp?: string
  /** Whose signature it must be. */
  iin?: string
}
export type SignerLine = Omit<SignerReport, 'issuer' | 'signingTime' | 'purpose'>
export interface Report {
  verdict: Verification['verdict']
  reason?: SignatureReason
  signers: SignerLine[]
}

/** The message is detached and nobody said what was signed: a question that cannot be answered. */
export class ContentMissing extends Error {
  override readonly name = 'ContentMissing'
}

/**
 * `tereze verify`: the checks of the service on files alone, no network. Without a list or a response that covers `at`
 * revocation is `unknown`, and so is the verdict. Errors: `ContentMissing`, `TrustError`, a file that cannot be read.
 */
export async function verifyFile(options: VerifyOptions): Promise<Report> {
  const cms = readFileSync(options.file)
  const content = readContent(cms, options.content)
  const trust = { authorities: readAuthorities(options.trustDir), revocation: offlineRevocation(options) }
  const { reason, signers } = await verifyWith(trust, cms, content, options.at)
  const lines = signers.map(signer => ownedBy(options.iin, line(signer)))
  return { verdict: worst(lines), ...(reason && { reason }), signers: lines }
}

function readContent(cms: Uint8Array, path: string | undefined): Uint8Array {
  if (path !== undefined) return readFileSync(path)
  const message = parseSignedData(cms)
  if (!message) return new Uint8Array() // the verification itself says that the message is malformed
  const inside = attachedContent(message)
  if (!inside) throw new ContentMissing('the signature is detached: say what was signed')
  return inside
}

const line = ({ issuer: _, signingTime: __, purpose: ___, ...shown }: SignerReport): SignerLine => shown

const ownedBy = (iin: string | undefined, signer: SignerLine): SignerLine =>
  iin === undefined || signer.iin === iin || signer.verdict === 'invalid'
    ? signer
    : { ...signer, verdict: 'invalid', reason: 'other-person' }

function worst(signers: SignerLine[]): Verification['verdict'] {
  const verdicts = signers.map(({ verdict }) => verdict)
  if (verdicts.length === 0 || verdicts.includes('invalid')) return 'invalid'
  return verdicts.includes('unknown') ? 'unknown' : 'valid'
}

function offlineRevocation({ crl, ocsp }: VerifyOptions): Revocation {
  const lists = crl === undefined ? [] : filesAt(crl).flatMap(path => parseCrl(readFileSync(path)) ?? [])
  const responses = ocsp === undefined ? [] : filesAt(ocsp).flatMap(path => parseOcsp(readFileSync(path)) ?? [])
  return async (...about) => {
    const onLists = lists.map(list => statusOnCrl(list, ...about))
    const byResponses = responses.map(response => statusByOcsp(response, ...about))
    return strongest(await Promise.all([...onLists, ...byResponses]))
  }
}

/** One that says revoked is enough; silence of one does not undo the word of another. */
const strongest = (statuses: RevocationStatus[]): RevocationStatus =>
  statuses.find(status => status === 'revoked') ?? statuses.find(status => status === 'good') ?? 'unknown'

const filesAt = (path: string) =>
  statSync(path).isDirectory() ? readdirSync(path).map(name => join(path, name)) : [path]
