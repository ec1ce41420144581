import type { Instant } from '../values/time.ts'
import type { AnswerValue, ReceivedFile, Ref, Signer, StoredDocument } from './entries.ts'

/** What the applicant did, in the words of no channel. */
export type ApplicantInput =
  | { kind: 'typed'; text: string }
  | { kind: 'chose'; ref: Ref; option: string }
  | { kind: 'sent-files'; files: ReceivedFile[] }
  | { kind: 'agreed' }
  | { kind: 'confirmed' }
  | { kind: 'went-back' }
  | { kind: 'changes'; ref: Ref }
  | { kind: 'keeps' }
  | { kind: 'adds-item' }
  | { kind: 'removes-item'; item: number }
  | { kind: 'closes-items' }
  /** A new link to sign, or the register asked once more. */
  | { kind: 'tries-again' }
  | { kind: 'deletes' }

/** What the outside answered. `key` is that of the request; an answer to a request that no longer stands changes nothing. */
export type OutsideInput =
  | { kind: 'identified'; iin: string; name: string }
  | { kind: 'identity-refused'; reason: 'refused' | 'locked' | 'cancelled' | 'forged' }
  | { kind: 'register-answered'; key: string; outcome: string; data: unknown }
  | { kind: 'files-checked'; key: string; documents: StoredDocument[] }
  | { kind: 'files-refused'; key: string; problem: string }
  | { kind: 'signature-accepted'; key: string; digest: string; signature: string; signer: string }
  | { kind: 'signature-refused'; key: string; reason: string }
  | { kind: 'signing-cancelled'; key: string }
  | { kind: 'registered'; key: string; number: string; at: Instant }
  | {
      kind: 'decided'
      key: string
      outcome: 'approve' | 'refuse'
      at: Instant
      ground?: string
      explanation?: string
      signer: Signer
      /** What the official entered from the documents, for the paper. */
      data?: unknown
    }
  | { kind: 'issued'; key: string; paper: string; number: string }
  | { kind: 'delivered' }
  /** The outside is silent: we keep the case and go on when it answers. */
  | { kind: 'delayed'; key: string; signature?: string }
  | { kind: 'time-came'; what: 'draft' | 'promise' }

export type Input = ApplicantInput | OutsideInput
export type { AnswerValue }

/**
 * What must be done outside because of a turn. No values: whoever carries it out reads the case. `key` makes it happen
 * once; `at` is the earliest moment.
 */
export interface Effect {
  kind: 'look-up' | 'take-files' | 'verify-signature' | 'register' | 'ask-decision' | 'issue' | 'deliver' | 'timer'
  key: string
  ref?: Ref
  at?: Instant
  /** Of `issue`: which paper; of `timer`: which time; of `verify-signature`: where the signature is kept. */
  detail?: string
}

/** What the citizen is told about what he just did or what just happened; the question follows it. */
export type Saying =
  | { kind: 'note'; key: string; values?: Record<string, string | number> }
  | { kind: 'refusal'; ref: Ref; refusal: string; reason: string; law: string; number: number; at: Instant }
  | { kind: 'paper'; paper: string; number: string }
