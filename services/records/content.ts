import type { PaperWords } from '../../flows/engine/papers.ts'
import type { CaseKey } from '../keys/port.ts'

/** What is kept about a paper, sealed under the key of its case. */
export interface PaperContent {
  /** 128 bits, base64url: stands in the QR code only. */
  key: string
  at: string
  file: string
  signature?: string
  fields: Record<string, PaperWords>
}

export const sealContent = (key: CaseKey, number: string, content: PaperContent) =>
  key.seal(new TextEncoder().encode(JSON.stringify(content)), `paper:${number}`)

export const openContent = (key: CaseKey, number: string, sealed: Uint8Array) =>
  JSON.parse(new TextDecoder().decode(key.open(sealed, `paper:${number}`))) as PaperContent
