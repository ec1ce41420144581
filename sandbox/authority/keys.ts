import type { webcrypto } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}

/** RSA key pairs by name, made when first asked for and kept in `folder`. Test keys: nothing real may trust them. */
export function createKeyRing(folder: string) {
  const pairs = new Map<string, Promise<webcrypto.CryptoKeyPair>>()
  return (name: string): Promise<webcrypto.CryptoKeyPair> => {
    const pair = pairs.get(name) ?? load(join(folder, `${name}.jwk`), folder)
    pairs.set(name, pair)
    return pair
  }
}
export type KeyRing = ReturnType<typeof createKeyRing>

async function load(path: string, folder: string): Promise<webcrypto.CryptoKeyPair> {
  const kept = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return undefined
    throw fault
  })
  return kept === undefined ? make(path, folder) : fromJwk(JSON.parse(kept))
}

async function make(path: string, folder: string): Promise<webcrypto.CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, JSON.stringify(await crypto.subtle.exportKey('jwk', pair.privateKey)), { mode: 0o600 })
  await rename(`${path}.new`, path)
  return pair
}

async function fromJwk(jwk: webcrypto.JsonWebKey): Promise<webcrypto.CryptoKeyPair> {
  const { kty, n, e } = jwk
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['sign'] }, algorithm, true, ['sign']),
    crypto.subtle.importKey('jwk', { kty, n, e } as webcrypto.JsonWebKey, algorithm, true, ['verify']),
  ])
  return { privateKey, publicKey }
}
