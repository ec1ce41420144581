import type { webcrypto } from 'node:crypto'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

/** Who issues: its name as in its own certificate, and its key. */
export interface Issuer {
  name: x509.JsonName
  keys: webcrypto.CryptoKeyPair
}
export interface CertificateRequest {
  subject: x509.JsonName
  publicKey: webcrypto.CryptoKey
  notBefore: Date
  notAfter: Date
  extensions: x509.Extension[]
  /** Hexadecimal; random when absent. */
  serialNumber?: string
}

/** A certificate in DER, with the key identifiers of both sides (RFC 5280 §4.2.1.1, §4.2.1.2). */
export async function issueCertificate(issuer: Issuer, request: CertificateRequest): Promise<Uint8Array> {
  const { serialNumber, extensions, ...rest } = request
  const certificate = await x509.X509CertificateGenerator.create({
    ...rest,
    ...(serialNumber && { serialNumber }),
    issuer: issuer.name,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: signingAlgorithm(issuer.keys),
    extensions: [
      ...extensions,
      await x509.SubjectKeyIdentifierExtension.create(request.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
    ],
  })
  return new Uint8Array(certificate.rawData)
}

/** The key's own hash for RSA; SHA-256 for the others. */
const signingAlgorithm = ({ privateKey: { algorithm } }: webcrypto.CryptoKeyPair) => ({ hash: 'SHA-256', ...algorithm })

/**
 * A revocation list in DER. Every entry has a reason: without one this generator writes an empty list of extensions,
 * which strict readers refuse.
 */
export async function issueCrl(
  issuer: Issuer,
  serials: string[],
  thisUpdate: Date,
  nextUpdate: Date,
): Promise<Uint8Array> {
  const reason = x509.X509CrlReason.keyCompromise
  const crl = await x509.X509CrlGenerator.create({
    issuer: issuer.name,
    thisUpdate,
    nextUpdate,
    entries: serials.map(serialNumber => ({ serialNumber, reason, revocationDate: thisUpdate })),
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey)],
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: signingAlgorithm(issuer.keys),
  })
  return new Uint8Array(crl.rawData)
}
