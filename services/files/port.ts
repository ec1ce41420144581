import type { CaseKey } from '../keys/port.ts'

/**
 * Bytes of documents and papers, encrypted before they are written. A file begins in quarantine and is served to nobody
 * until it is released. An object store can stand behind this port: names are opaque, writes are whole and atomic.
 */
export interface Files {
  /** Idempotent by `id`: the same id written again replaces the same bytes. */
  put(id: FileId, bytes: Uint8Array, key: CaseKey): Promise<void>
  /** Errors: `FileMissing`; `KeyError` when altered. */
  get(id: FileId, key: CaseKey): Promise<Uint8Array>
  /** Idempotent. */
  delete(id: FileId): Promise<void>
}
export type FileId = string & { readonly __file: true }

export class FileMissing extends Error {
  override readonly name = 'FileMissing'
}

/** What may be wrong with a document that a citizen gives; each has its text `common:files.<problem>`. */
export const fileProblems = [
  'empty',
  'too-big',
  'wrong-type',
  'corrupt',
  'password',
  'active-content',
  'too-many-pages',
  'virus',
  'download-failed',
] as const
export type FileProblem = (typeof fileProblems)[number]

/** What the checklist allows for a document. */
export interface FileRule {
  accept: readonly ('pdf' | 'jpeg' | 'png')[]
  maxMegabytes: number
  maxPages: number
}

export interface CheckedFile {
  /** By the bytes, never by the name or what the sender claimed. */
  type: 'application/pdf' | 'image/jpeg' | 'image/png'
  /** What to keep: images turned upright and stripped of EXIF, PDFs as given. */
  bytes: Uint8Array
  pages: number
  /** SHA-256 of `bytes`, hexadecimal. */
  digest: string
}

/** Reads the bytes in quarantine: type, size, damage, password, scripts. Pure of side effects; may be called again. */
export interface FileCheck {
  check(
    bytes: Uint8Array,
    rule: FileRule,
  ): Promise<{ ok: true; file: CheckedFile } | { ok: false; problem: FileProblem }>
  /**
   * Several images become one PDF, in order; a single file stays what it is. Errors: `NotJoinable` when there is none, or
   * when a PDF is one of several: a PDF is a document of its own, and its pages cannot be taken over unchanged.
   */
  join(pages: readonly CheckedFile[]): Promise<CheckedFile>
}

export class NotJoinable extends Error {
  override readonly name = 'NotJoinable'
}

/** Looks for viruses. A scanner that does not answer throws: a file is never released unscanned. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<'clean' | 'infected'>
}

/** Bytes that nobody has checked yet, left by a face; they are served to nobody and go once the case has taken or refused them. */
export interface Quarantine {
  /** Keeps them encrypted under the case's key and names them. Each call keeps another copy. Errors: those of the store. */
  keep(caseId: string, bytes: Uint8Array): Promise<string>
}
