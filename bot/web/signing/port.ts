import type { Instant } from '../../../flows/values/time.ts'
import type { SignatureReason } from '../../../services/signatures/port.ts'

/** What keeps the signing links and knows the cases behind them. A link is one request for one signature. */
export interface SigningDesk {
  /** Reads only; a link may be opened any number of times before it is used. Undefined: there was never such a link. */
  find(linkId: string): Promise<SigningRequest | LinkEnd | undefined>
  /**
   * Takes the detached CMS over the exact bytes of the request. Of several calls only one finishes the link, the others
   * get `link: 'used'`. A signature that is refused, or cannot be checked now, leaves the link open.
   */
  finish(linkId: string, cms: Uint8Array): Promise<SigningEnd>
  /** The person pressed "cancel" in the app. Idempotent; a finished link stays finished. */
  cancel(linkId: string): Promise<void>
}

/** `signature`: the signature itself was refused (an expired certificate); `link`: it came to a closed link. */
export type SigningEnd = { ok: true } | { ok: false; signature: SignatureReason } | { ok: false; link: LinkEnd }
export type LinkEnd = 'expired' | 'used' | 'cancelled'

export interface SigningRequest {
  /** What the app shows first, before any document. */
  descriptionKk: string
  descriptionRu: string
  expiresAt: Instant
  organisation: { nameKk: string; nameRu: string; nameEn: string; bin: string }
  document: {
    nameKk: string
    nameRu: string
    nameEn: string
    /** 'application/pdf' is shown by the app; anything else is handed over as a file. */
    type: string
    /** Exactly what was reviewed and what the signature must cover. */
    bytes: Uint8Array
  }
}
