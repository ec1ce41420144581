import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type CaseKey, KeyError } from './port.ts'

/** First byte of every envelope: which scheme the rest follows. */
const version = 1
const ivBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

const authenticated = (about: string) => Buffer.from(`${version}:${about}`)

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV, good for 2^32 envelopes under one key.
 * Envelope: version (1) | IV (12) | ciphertext | tag (16).
 */
export class AesKey implements CaseKey {
  /** Prepared once: a cipher made from bare bytes costs four times as much. */
  readonly #key: KeyObject

  /** `key` is 32 bytes. */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key)
  }

  seal(plain: Uint8Array, about: string): Uint8Array {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, this.#key, iv, { authTagLength: tagBytes }).setAAD(authenticated(about))
    const body = [cipher.update(plain), cipher.final()]
    return new Uint8Array(Buffer.concat([Buffer.of(version), iv, ...body, cipher.getAuthTag()]))
  }

  open(sealed: Uint8Array, about: string): Uint8Array {
    if (sealed[0] !== version) throw new KeyError('the envelope has an unknown version')
    if (sealed.length < 1 + ivBytes + tagBytes) throw new KeyError('the envelope is too short')
    const iv = sealed.subarray(1, 1 + ivBytes)
    const body = sealed.subarray(1 + ivBytes, -tagBytes)
    const cipher = createDecipheriv(algorithm, this.#key, iv, { authTagLength: tagBytes }).setAAD(authenticated(about))
    try {
      const plain = [cipher.setAuthTag(sealed.subarray(-tagBytes)).update(body), cipher.final()]
      return new Uint8Array(Buffer.concat(plain))
    } catch (cause) {
      throw new KeyError('the envelope does not fit this key or was altered', { cause })
    }
  }
}
