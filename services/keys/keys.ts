import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { AesKey } from './aes-key.ts'
import { KeyError, type Keys } from './port.ts'

export const keyBytes = 32

/** Purposes are few and known: each key is derived at its first use. */
function remembered<Key>(derive: (purpose: string) => Key): (purpose: string) => Key {
  const known = new Map<string, Key>()
  return purpose => {
    const key = known.get(purpose) ?? derive(purpose)
    known.set(purpose, key)
    return key
  }
}

/** One master key, and from it by HKDF-SHA256 (RFC 5869) a key for each purpose. */
export function createKeys(masterKey: Uint8Array): Keys {
  if (masterKey.length !== keyBytes) throw new KeyError(`the master key must have ${keyBytes} bytes`)
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', masterKey, '', `tereze:v1:${purpose}`, keyBytes))
  const peppers = remembered(domain => createSecretKey(derive(`pepper:${domain}`)))
  const owned = remembered(purpose => new AesKey(derive(`own:${purpose}`)))
  const wrapping = new AesKey(derive('wrap'))
  return {
    create() {
      const key = randomBytes(keyBytes)
      return { key: new AesKey(key), wrapped: wrapping.seal(key, 'case key') }
    },
    unwrap: wrapped => new AesKey(wrapping.open(wrapped, 'case key')),
    fingerprint: (domain, value) => new Uint8Array(createHmac('sha256', peppers(domain)).update(value).digest()),
    own: owned,
  }
}
