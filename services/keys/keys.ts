import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { AesKey } from './aes-key.ts'
import { KeyError, type Keys } from './port.ts'

export const keyBytes = 32

/** One master key, and from it by HKDF-SHA256 (RFC 5869) a key for each purpose. */
export function createKeys(masterKey: Uint8Array): Keys {
  if (masterKey.length !== keyBytes) throw new KeyError(`the master key must have ${keyBytes} bytes`)
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', masterKey, '', `tereze:v1:${purpose}`, keyBytes))
  const wrapping = new AesKey(derive('wrap'))
  return {
    create() {
      const key = randomBytes(keyBytes)
      return { key: new AesKey(key), wrapped: wrapping.seal(key, 'case key') }
    },
    unwrap: wrapped => new AesKey(wrapping.open(wrapped, 'case key')),
    fingerprint: (domain, value) =>
      new Uint8Array(
        createHmac('sha256', derive(`pepper:${domain}`))
          .update(value)
          .digest(),
      ),
    own: purpose => new AesKey(derive(`own:${purpose}`)),
  }
}
