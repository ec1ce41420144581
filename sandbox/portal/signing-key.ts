import { generateKeyPairSync, type JsonWebKey, randomUUID, sign } from 'node:crypto'

/** The portal's RS256 key, made anew at each start (RFC 7515, RFC 7517). */
export interface SigningKey {
  jwk: JsonWebKey
  /** Compact JWS of the claims. */
  sign(claims: object): string
}

export function createSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' },
    sign(claims) {
      const content = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`
      return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
