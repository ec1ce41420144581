import type { webcrypto } from 'node:crypto'
import * as asn1js from 'asn1js'
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import type { Instant } from '../../flows/values/time.ts'

const hash = 'SHA-256'
const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
}

export interface Signer {
  /** DER. */
  certificate: Uint8Array
  privateKey: webcrypto.CryptoKey
}

/** Detached CMS in DER with content type, signing time and digest as signed attributes (RFC 5652). */
export async function signDetached(
  content: Uint8Array,
  { certificate: der, privateKey }: Signer,
  at: Instant,
): Promise<Uint8Array> {
  const certificate = Certificate.fromBER(new Uint8Array(der))
  const digest = await crypto.subtle.digest(hash, new Uint8Array(content))
  const message = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: ContentInfo.DATA }),
    certificates: [certificate],
    signerInfos: [
      new SignerInfo({ version: 1, sid: signerId(certificate), signedAttrs: signedAttributes(digest, at) }),
    ],
  })
  await message.sign(privateKey, 0, hash, new Uint8Array(content).buffer)
  return new Uint8Array(
    new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: message.toSchema(true) }).toSchema().toBER(),
  )
}

const signerId = ({ issuer, serialNumber }: Certificate) => new IssuerAndSerialNumber({ issuer, serialNumber })

const signedAttributes = (digest: ArrayBuffer, at: Instant) =>
  new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new Attribute({
        type: attribute.contentType,
        values: [new asn1js.ObjectIdentifier({ value: ContentInfo.DATA })],
      }),
      new Attribute({ type: attribute.signingTime, values: [new asn1js.UTCTime({ valueDate: new Date(at) })] }),
      new Attribute({ type: attribute.messageDigest, values: [new asn1js.OctetString({ valueHex: digest })] }),
    ],
  })
