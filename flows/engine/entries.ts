import type { Language } from '../values/language.ts'
import type { Instant } from '../values/time.ts'
import type { Actor, RequirementId } from '../vocabulary.ts'

/**
 * Where in a flow: a step's id, or `<each>.<item>.<step>` inside a repetition. Shows no personal data, so it may travel
 * in callback data and metadata.
 */
export type Ref = string

/** A document that passed the check; `id` is where services/files keeps it. */
export interface StoredDocument {
  id: string
  type: string
  pages: number
  digest: string
}
/** Where a face left bytes that nobody has checked yet. */
export interface ReceivedFile {
  source: 'telegram' | 'quarantine'
  id: string
  size?: number
}
export type AnswerValue = string | { documents: StoredDocument[] }
export interface Signer {
  name: string
  positionKk: string
  positionRu: string
  bodyKk: string
  bodyRu: string
}

/** What is being waited for: an outside system, or the applicant's own hand elsewhere (signature). */
export type Awaited = 'register' | 'files' | 'signature' | 'registration' | 'decision' | 'paper'

/** One thing that happened. The ledger is append-only; everything else about a case is folded from it. */
export type Happening =
  | { kind: 'started'; flow: string; version: number; edition: string; language: Language; channel: string }
  | { kind: 'migrated'; version: number }
  | { kind: 'answered'; ref: Ref; value: AnswerValue }
  | { kind: 'revisited'; ref?: Ref }
  | { kind: 'withdrawn'; ref: Ref; because: 'changed' | 'stale' | 'removed' }
  | { kind: 'item-added'; ref: Ref; item: number }
  | { kind: 'item-removed'; ref: Ref; item: number }
  | { kind: 'items-closed'; ref: Ref }
  | { kind: 'requested'; ref: Ref; what: Awaited; key: string; files?: ReceivedFile[]; until?: Instant }
  | { kind: 'delayed'; ref: Ref; key: string }
  | { kind: 'fact'; ref: Ref; outcome: string; data: unknown; goodUntil: Instant }
  | { kind: 'identified'; ref: Ref; iin: string; name: string }
  | { kind: 'attempted'; ref: Ref; refusal: string; reason: string; number: number }
  | { kind: 'halted'; ref: Ref; refusal: string }
  | { kind: 'reviewed'; ref: Ref; digest: string }
  | {
      kind: 'signed'
      ref: Ref
      digest: string
      signature: string
      signer: string
      track: string
      due: Instant
      limit: RequirementId
    }
  | { kind: 'registered'; ref: Ref; number: string; registeredAt: Instant }
  | {
      kind: 'decided'
      ref: Ref
      outcome: string
      decidedAt: Instant
      ground?: string
      explanation?: string
      signer: Signer
      data?: unknown
    }
  | { kind: 'issued'; ref: Ref; paper: string; number: string }
  | { kind: 'delivered'; ref: Ref; to: 'cabinet' }
  | { kind: 'overdue'; limit: RequirementId }
  | { kind: 'reminded' }
  | { kind: 'expired' }
  | { kind: 'deleted' }

export type Entry = Happening & { at: Instant; actor: Actor; law: readonly RequirementId[] }
