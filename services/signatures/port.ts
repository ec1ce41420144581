import type { Iin } from '../../flows/values/iin.ts'
import type { Instant } from '../../flows/values/time.ts'

/** Checks signatures against the trusted authorities. Nothing fails open: what cannot be established is `unknown`. */
export interface Signatures {
  /**
   * Detached CMS (DER or PEM) over exactly `content`. Every signer is checked: digest and signature, certificate inside the CMS,
   * chain to a trusted authority, validity at `at`, key purpose (sign, not authenticate), revocation by a fresh CRL.
   * No side effect but the fetch of a CRL; may be called again.
   */
  verify(cms: Uint8Array, content: Uint8Array, at: Instant): Promise<Verification>
}

/** `unknown` (no fresh CRL): wait and try again; neither accepted nor refused. */
export interface Verification {
  verdict: 'valid' | 'invalid' | 'unknown'
  /** At least one when valid. */
  signers: SignerReport[]
  /** Set when there is no signer to report on: not a CMS, no signers. */
  reason?: SignatureReason
}

/** Each has its text `signature:<reason>`. */
export const signatureReasons = [
  'malformed',
  'no-signer',
  'no-certificate',
  'altered',
  'untrusted',
  'expired',
  'not-yet-valid',
  'revoked',
  'revocation-unknown',
  'wrong-purpose',
  'weak-algorithm',
  'unsupported-algorithm',
  'other-person',
] as const
export type SignatureReason = (typeof signatureReasons)[number]

export interface SignerReport {
  iin?: string
  bin?: string
  name: string
  /** Common name of the issuer. */
  issuer: string
  algorithm: string
  signingTime?: Instant
  signature: 'valid' | 'invalid'
  chain: 'valid' | 'invalid'
  validity: 'valid' | 'expired' | 'not-yet-valid'
  revocation: 'good' | 'revoked' | 'unknown'
  purpose: 'sign' | 'authenticate' | 'unknown'
  verdict: 'valid' | 'invalid' | 'unknown'
  reason?: SignatureReason
}

/** The three checks of G-45 on the applicant's signature: validity, revocation, IIN equal. The first that fails is the answer. */
export type ApplicantCheck =
  | { outcome: 'valid'; report: SignerReport }
  | { outcome: 'refused' | 'unknown'; reason: SignatureReason }
export interface ApplicantSignatures {
  check(cms: Uint8Array, content: Uint8Array, applicant: Iin, at: Instant): Promise<ApplicantCheck>
}
