import type { CaseLine } from '../../flows/reception/view.ts'
import type { Iin } from '../../flows/values/iin.ts'
import type { Language } from '../../flows/values/language.ts'
import type { Instant } from '../../flows/values/time.ts'

/** What was issued and to whom: the personal cabinet and the check of a paper. Reads only. */
export interface Records {
  /** "My applications" of a proved person, wherever he applied. */
  casesOf(iin: Iin): Promise<PersonalCase[]>
  /** A paper by its number; undefined when we issued none or its data were erased. Says nothing about anybody. */
  findPaper(number: string): Promise<PaperRecord | undefined>
  /** With the key of the QR code: what the paper shows. Undefined for a wrong key (compared in constant time). */
  readPaper(number: string, key: string): Promise<ShownPaper | undefined>
  /** The bytes of a paper and the provider's signature over them, for its owner. Undefined when it is not his. */
  openPaper(number: string, owner: Iin): Promise<PaperFile | undefined>
}

export interface PersonalCase extends CaseLine {
  id: string
  papers: { number: string; kind: string; at: Instant }[]
}
export interface PaperRecord {
  number: string
  kind: string
  flow: string
  issuedAt: Instant
  status: 'genuine' | 'replaced' | 'annulled'
}
export interface ShownPaper extends PaperRecord {
  /** Label keys of `papers:fields.<name>` with what stands on the paper. */
  shown: { name: string; value: string | Record<Language, string> }[]
  /** The provider's signature, checked now against the stored bytes. */
  signature: 'valid' | 'invalid' | 'unknown' | 'none'
  signer?: string
}
export interface PaperFile {
  name: string
  bytes: Uint8Array
  signature?: Uint8Array
}
