import * as asn1js from 'asn1js'
import { Certificate, IssuerAndSerialNumber, type SignedData, type SignerInfo } from 'pkijs'
import { type Instant, instant } from '../../flows/values/time.ts'
import { type AlgorithmProblem, hashOf, verifySignature } from './algorithms.ts'

/** Signed attributes that RFC 5652 §11 defines. */
const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
}
const subjectKeyIdentifier = '2.5.29.14'

/** The certificates inside the message that the signer names; there must be exactly one. */
export function certificatesOf(message: SignedData, { sid }: SignerInfo): Certificate[] {
  const certificates = (message.certificates ?? []).filter(entry => entry instanceof Certificate)
  if (sid instanceof IssuerAndSerialNumber)
    return certificates.filter(
      ({ issuer, serialNumber }) => issuer.isEqual(sid.issuer) && serialNumber.isEqual(sid.serialNumber),
    )
  const wanted = keyIdentifier(sid)
  return certificates.filter(certificate => wanted !== undefined && wanted === ownKeyIdentifier(certificate))
}

/** `[0] IMPLICIT OCTET STRING` of a signer named by key identifier. */
const keyIdentifier = (sid: unknown) => (sid instanceof asn1js.Primitive ? hex(sid.valueBlock.valueHexView) : undefined)

function ownKeyIdentifier(certificate: Certificate): string | undefined {
  const value: unknown = certificate.extensions?.find(({ extnID }) => extnID === subjectKeyIdentifier)?.parsedValue
  return value instanceof asn1js.OctetString ? hex(value.valueBlock.valueHexView) : undefined
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The one value of an attribute; an attribute given twice, or with two values, is none. */
function signedAttribute({ signedAttrs }: SignerInfo, type: string): unknown {
  const values = (signedAttrs?.attributes ?? []).filter(entry => entry.type === type).flatMap(entry => entry.values)
  return values.length === 1 ? values[0] : undefined
}

/** When the signer says he signed; nobody vouches for it. */
export function signingTime(signer: SignerInfo): Instant | undefined {
  const value = signedAttribute(signer, attribute.signingTime)
  const time = value instanceof asn1js.UTCTime || value instanceof asn1js.GeneralizedTime ? value.toDate() : undefined
  return time && !Number.isNaN(time.getTime()) ? instant(time) : undefined
}

/** The content inside an attached message. */
export function attachedContent({ encapContentInfo: { eContent } }: SignedData): Uint8Array | undefined {
  return eContent ? new Uint8Array(eContent.getValue()) : undefined
}

/**
 * Whether this signer signed exactly `content`: the digest and content type among the signed attributes, the signature over
 * the attributes (RFC 5652 §5.4), and no other content carried inside. A signature without signed attributes is malformed:
 * the national profile always has them.
 */
export async function checkSignature(
  message: SignedData,
  signer: SignerInfo,
  certificate: Certificate,
  content: Uint8Array,
): Promise<'valid' | 'altered' | 'malformed' | AlgorithmProblem> {
  const { signedAttrs, signature, signatureAlgorithm: algorithm, digestAlgorithm: digest } = signer
  const said = signedContent(message, signer)
  if (!signedAttrs || !said) return 'malformed'
  const bytes = new Uint8Array(signedAttrs.encodedValue)
  const outcome = await verifySignature({ bytes, signature, algorithm, digest }, certificate.subjectPublicKeyInfo)
  if (outcome !== 'valid') return outcome
  const hash = hashOf(digest)
  if (hash === 'weak-algorithm' || hash === 'unsupported-algorithm') return hash
  const matches = said.equals(Buffer.from(await crypto.subtle.digest(hash, new Uint8Array(content))))
  return matches && carriesNothingElse(message, content) ? 'valid' : 'altered'
}

/** The digest that was signed, if the signed content type is that of the message. */
function signedContent(message: SignedData, signer: SignerInfo): Buffer | undefined {
  const digest = signedAttribute(signer, attribute.messageDigest)
  const type = signedAttribute(signer, attribute.contentType)
  if (!(digest instanceof asn1js.OctetString) || !(type instanceof asn1js.ObjectIdentifier)) return undefined
  const fits = type.valueBlock.toString() === message.encapContentInfo.eContentType
  return fits ? Buffer.from(digest.getValue()) : undefined
}

function carriesNothingElse(message: SignedData, content: Uint8Array): boolean {
  const inside = attachedContent(message)
  return inside === undefined || Buffer.from(inside).equals(content)
}
