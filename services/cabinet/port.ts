import type { Iin } from '../../flows/values/iin.ts'

/** The applicant's personal cabinet on the portal (G-06). Idempotent by `key`: a second delivery changes nothing. */
export interface Cabinet {
  /** Errors: `GatewayUnavailable`, `GatewayRefused`; the effect retries. */
  deliver(message: CabinetMessage): Promise<void>
}
export interface CabinetMessage {
  key: string
  iin: Iin
  /** Short, in both languages. */
  titleKk: string
  titleRu: string
  file?: { name: string; bytes: Uint8Array; signature: Uint8Array }
}
