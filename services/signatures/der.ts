import * as asn1js from 'asn1js'
import { Certificate, CertificateRevocationList, ContentInfo, SignedData } from 'pkijs'

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g
const manyNodes = 10_000_000 // a national CRL has far more entries than the parser's cautious default

/** What the bytes hold in DER: themselves, or every block of a PEM text. */
export function derBlocks(bytes: Uint8Array): Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes]
  const text = new TextDecoder().decode(bytes)
  return [...text.matchAll(pemBlock)].map(([, , body = '']) => Buffer.from(body, 'base64'))
}

/** One whole ASN.1 value; undefined when damaged or followed by anything else. */
function parseWhole(der: Uint8Array, options: { maxNodes?: number } = {}): asn1js.AsnType | undefined {
  const { offset, result } = asn1js.fromBER(der, options)
  return offset === der.byteLength ? result : undefined
}

/** The library throws on a wrong structure; for bytes from outside that is an answer, not a fault. */
function attempt<T>(parse: () => T | undefined): T | undefined {
  try {
    return parse()
  } catch {
    return undefined
  }
}

export const parseCertificate = (der: Uint8Array): Certificate | undefined =>
  attempt(() => {
    const schema = parseWhole(der)
    return schema && new Certificate({ schema })
  })

export const parseCrl = (bytes: Uint8Array): CertificateRevocationList | undefined =>
  attempt(() => {
    const schema = parseWhole(derBlocks(bytes)[0] ?? bytes, { maxNodes: manyNodes })
    return schema && new CertificateRevocationList({ schema })
  })

/** CMS SignedData (RFC 5652 §5), DER, BER or PEM. */
export const parseSignedData = (bytes: Uint8Array): SignedData | undefined =>
  attempt(() => {
    const schema = parseWhole(derBlocks(bytes)[0] ?? bytes)
    if (!schema) return undefined
    const info = new ContentInfo({ schema })
    return info.contentType === ContentInfo.SIGNED_DATA ? new SignedData({ schema: info.content }) : undefined
  })
