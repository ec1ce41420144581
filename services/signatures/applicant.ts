import type { Iin } from '../../flows/values/iin.ts'
import type { ApplicantCheck, ApplicantSignatures, Signatures, Verification } from './port.ts'

/**
 * The applicant's own signature: exactly one signer, then the three checks of G-45 (validity, revocation, IIN in the
 * request = IIN in the certificate), after the signature itself. The first that fails is the answer (RF-G4).
 */
export const createApplicantSignatures = (signatures: Signatures): ApplicantSignatures => ({
  check: async (cms, content, applicant, at) => judge(await signatures.verify(cms, content, at), applicant),
})

function judge({ signers, reason }: Verification, applicant: Iin): ApplicantCheck {
  const [report, ...others] = signers
  if (!report) return { outcome: 'refused', reason: reason ?? 'no-signer' }
  if (others.length > 0) return { outcome: 'refused', reason: 'malformed' }
  if (report.verdict !== 'valid') return { outcome: outcomeOf[report.verdict], reason: report.reason ?? 'malformed' }
  return report.iin === applicant ? { outcome: 'valid', report } : { outcome: 'refused', reason: 'other-person' }
}
const outcomeOf = { invalid: 'refused', unknown: 'unknown' } as const
