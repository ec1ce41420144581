import type * as asn1js from 'asn1js'
import { type AlgorithmIdentifier, getCrypto, type PublicKeyInfo, RSAPublicKey } from 'pkijs'

type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512'
type KeyKind = 'RSA' | 'ECDSA'
export type AlgorithmProblem = 'weak-algorithm' | 'unsupported-algorithm'
type SignatureOutcome = 'valid' | 'altered' | AlgorithmProblem

const hashes: Record<string, Hash> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}
const keyKinds: Record<string, KeyKind> = { '1.2.840.113549.1.1.1': 'RSA', '1.2.840.10045.2.1': 'ECDSA' }
const schemes: Record<string, { key: KeyKind; hash: Hash }> = {
  '1.2.840.113549.1.1.11': { key: 'RSA', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { key: 'RSA', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { key: 'RSA', hash: 'SHA-512' },
  '1.2.840.10045.4.3.2': { key: 'ECDSA', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { key: 'ECDSA', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { key: 'ECDSA', hash: 'SHA-512' },
}
/** MD5, SHA-1 and the signatures made with them. */
const weak = new Set([
  '1.2.840.113549.2.5',
  '1.3.14.3.2.26',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
])
/** Kazakh national algorithms: known by name, so that the report says what was met; not verified here. */
const gost: Record<string, string> = {
  '1.2.398.3.10.1.1.1.1': 'GOST 34.310-2004',
  '1.2.398.3.10.1.1.1.2': 'GOST 34.310-2004',
  '1.2.398.3.10.1.1.2.1': 'GOST 34.310-2015-256',
  '1.2.398.3.10.1.1.2.2': 'GOST 34.310-2015-512',
  '1.2.398.3.10.1.1.2.3.1': 'GOST 34.310-2015-256',
  '1.2.398.3.10.1.1.2.3.2': 'GOST 34.310-2015-512',
}
const minimumRsaBits = 2048
const curves = new Set(['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'])

const problemOf = (oid: string): AlgorithmProblem => (weak.has(oid) ? 'weak-algorithm' : 'unsupported-algorithm')

export const hashOf = (algorithm: AlgorithmIdentifier): Hash | AlgorithmProblem =>
  hashes[algorithm.algorithmId] ?? problemOf(algorithm.algorithmId)

/** For a reader of the report: «RSA with SHA-256», «GOST 34.310-2015-512», or the bare object identifier. */
export function algorithmName(signature: AlgorithmIdentifier, digest: AlgorithmIdentifier): string {
  const oid = signature.algorithmId
  const scheme = schemes[oid] ?? { key: keyKinds[oid], hash: hashes[digest.algorithmId] }
  return scheme.key && scheme.hash ? `${scheme.key} with ${scheme.hash}` : (gost[oid] ?? oid)
}

/** The signature's algorithm; a bare key algorithm, as CMS allows, takes its hash from `digest`. */
function schemeOf(signature: AlgorithmIdentifier, digest?: AlgorithmIdentifier) {
  const named = schemes[signature.algorithmId]
  if (named) return named
  const key = keyKinds[signature.algorithmId]
  if (!key || !digest) return problemOf(signature.algorithmId)
  const hash = hashOf(digest)
  return hash === 'weak-algorithm' || hash === 'unsupported-algorithm' ? hash : { key, hash }
}

function keyProblem(key: PublicKeyInfo, wanted: KeyKind): 'altered' | AlgorithmProblem | undefined {
  if (keyKinds[key.algorithm.algorithmId] !== wanted) return 'altered' // no key of another kind made it
  if (wanted === 'RSA') return rsaBits(key) < minimumRsaBits ? 'weak-algorithm' : undefined
  const curve: asn1js.ObjectIdentifier | undefined = key.algorithm.algorithmParams
  return curves.has(curve?.valueBlock.toString() ?? '') ? undefined : 'unsupported-algorithm'
}

function rsaBits(key: PublicKeyInfo): number {
  if (!(key.parsedKey instanceof RSAPublicKey)) return 0
  const modulus = Buffer.from(key.parsedKey.modulus.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^(00)+/, '')
  return modulus.length * 4
}

export interface Signed {
  bytes: Uint8Array
  signature: asn1js.OctetString | asn1js.BitString
  algorithm: AlgorithmIdentifier
  /** Where the signature's algorithm names only the kind of key. */
  digest?: AlgorithmIdentifier
}

/** RSA (PKCS #1 v1.5, 2048 bits and more) and ECDSA (NIST curves) with SHA-256 and up, by WebCrypto. Anything else is named, never passed. */
export async function verifySignature(signed: Signed, key: PublicKeyInfo): Promise<SignatureOutcome> {
  const scheme = schemeOf(signed.algorithm, signed.digest)
  if (typeof scheme === 'string') return scheme
  const problem = keyProblem(key, scheme.key)
  if (problem) return problem
  const verified = getCrypto(true).verifyWithPublicKey(
    new Uint8Array(signed.bytes),
    signed.signature,
    key,
    signed.algorithm,
    scheme.hash,
  )
  // The library throws on a signature or key that it cannot even read.
  return (await verified.catch(() => false)) ? 'valid' : 'altered'
}
