import {
  BasicOCSPResponse,
  CertID,
  type Certificate,
  ExtKeyUsage,
  getAlgorithmByOID,
  OCSPResponse,
  type SingleResponse,
} from 'pkijs'
import { days, type Instant } from '../../flows/values/time.ts'
import { verifySignature } from './algorithms.ts'
import { validityAt } from './certificates.ts'
import type { RevocationStatus } from './crl.ts'

const ocspSigning = '1.3.6.1.5.5.7.3.9'
const longestWithoutNextUpdate = days(1)

/** An OCSP response in DER (RFC 6960), undefined when it is none or an error. */
export function parseOcsp(der: Uint8Array): BasicOCSPResponse | undefined {
  try {
    const { responseBytes } = OCSPResponse.fromBER(new Uint8Array(der))
    return responseBytes && BasicOCSPResponse.fromBER(responseBytes.response.getValue())
  } catch {
    return undefined
  }
}

/**
 * What a response says about a certificate at a moment; `unknown` unless it is about this certificate, covers `at`, and is
 * signed by the issuer or by a responder that this issuer appointed (RFC 6960 §4.2.2.2).
 */
export async function statusByOcsp(
  response: BasicOCSPResponse,
  certificate: Certificate,
  issuer: Certificate,
  at: Instant,
): Promise<RevocationStatus> {
  if (!(await isAuthorised(response, issuer, at))) return 'unknown'
  for (const single of response.tbsResponseData.responses)
    if (isFresh(single, at) && (await isAbout(single, certificate, issuer))) return statusOf(single)
  return 'unknown'
}

/** CertStatus ::= CHOICE { good [0], revoked [1], unknown [2] } */
function statusOf({ certStatus }: SingleResponse): RevocationStatus {
  const choice: unknown = certStatus?.idBlock?.tagNumber
  return choice === 0 ? 'good' : choice === 1 ? 'revoked' : 'unknown'
}

function isFresh({ thisUpdate, nextUpdate }: SingleResponse, at: Instant): boolean {
  const moment = Date.parse(at)
  const until = nextUpdate?.getTime() ?? thisUpdate.getTime() + longestWithoutNextUpdate
  return thisUpdate.getTime() <= moment && moment <= until
}

async function isAbout(
  { certID }: SingleResponse,
  certificate: Certificate,
  issuerCertificate: Certificate,
): Promise<boolean> {
  const algorithm = getAlgorithmByOID(certID.hashAlgorithm.algorithmId)
  if (!('name' in algorithm)) return false
  const expected = new CertID()
  await expected.createForCertificate(certificate, { hashAlgorithm: algorithm.name, issuerCertificate })
  return certID.isEqual(expected)
}

async function isAuthorised(response: BasicOCSPResponse, issuer: Certificate, at: Instant): Promise<boolean> {
  const { tbsResponseData, signature, signatureAlgorithm: algorithm, certs = [] } = response
  const signed = { bytes: tbsResponseData.tbsView, signature, algorithm }
  for (const responder of [issuer, ...certs]) {
    const signedBy = (await verifySignature(signed, responder.subjectPublicKeyInfo)) === 'valid'
    if (signedBy && (responder === issuer || (await isAppointed(responder, issuer, at)))) return true
  }
  return false
}

async function isAppointed(responder: Certificate, issuer: Certificate, at: Instant): Promise<boolean> {
  const purposes = responder.extensions
    ?.map(({ parsedValue }) => parsedValue)
    .find(value => value instanceof ExtKeyUsage)
  if (!purposes?.keyPurposes.includes(ocspSigning) || !responder.issuer.isEqual(issuer.subject)) return false
  const { tbsView: bytes, signatureValue: signature, signatureAlgorithm: algorithm } = responder
  const issued = await verifySignature({ bytes, signature, algorithm }, issuer.subjectPublicKeyInfo)
  return issued === 'valid' && validityAt(responder, at) === 'valid'
}
