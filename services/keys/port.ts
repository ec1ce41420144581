/**
 * Keys of cases. Whatever belongs to a person is encrypted under the key of its case, which is itself wrapped by the
 * master key. Deleting the wrapped key deletes the person's data everywhere, backups included.
 */
export interface Keys {
  /** A new random key and its wrapped form, to be stored with the case by the caller. */
  create(): { key: CaseKey; wrapped: Uint8Array }
  /** Errors: `KeyError` when the master key does not fit or the wrapped key was altered. */
  unwrap(wrapped: Uint8Array): CaseKey
  /** HMAC-SHA256 under the pepper: how a person, phone or link is found without being readable. Same input, same output. */
  fingerprint(domain: 'iin' | 'link' | 'verify' | 'session', value: string): Uint8Array
  /** For what belongs to no case yet (a chat, a parked input): a key derived from the master key, one for each purpose. */
  own(purpose: string): CaseKey
}

/** AES-256-GCM. `about` is authenticated but not stored (case id, row id), so that two ciphertexts cannot be swapped. */
export interface CaseKey {
  seal(plain: Uint8Array, about: string): Uint8Array
  /** Errors: `KeyError` when anything was altered, swapped or truncated. */
  open(sealed: Uint8Array, about: string): Uint8Array
}

export class KeyError extends Error {
  override readonly name = 'KeyError'
}
