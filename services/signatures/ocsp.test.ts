import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import * as asn1js from 'asn1js'
import { BasicOCSPResponse, CertID, Certificate, OCSPResponse, ResponseBytes, SingleResponse } from 'pkijs'
import { expect, it } from 'vitest'
import { type Instant, instant } from '../../flows/values/time.ts'
import type { Issuer } from '../../sandbox/authority/certificates.ts'
import { at, person, signing } from '../../test/support/pki.ts'
import { ca, preparePki, root, signer } from '../../test/support/signature-world.ts'
import { parseOcsp, statusByOcsp } from './ocsp.ts'

preparePki()
type Responder = Awaited<ReturnType<typeof person>>
const parse = (der: Uint8Array) => Certificate.fromBER(new Uint8Array(der))

/** A responder's certificate by that issuer, with this purpose. */
const responder = (issuer: Issuer = ca, purpose = '1.3.6.1.5.5.7.3.9', shape = {}) =>
  person(issuer, { extensions: [new x509.ExtendedKeyUsageExtension([purpose])], ...shape })

const choice = { good: 0, unknown: 2 } as const
/** A response by `by` about the test person, in DER. */
async function respond(by: Responder, status: keyof typeof choice = 'good', nextUpdate?: Date): Promise<Uint8Array> {
  const certID = new CertID()
  await certID.createForCertificate(parse(signer.certificate), {
    hashAlgorithm: 'SHA-256',
    issuerCertificate: parse(ca.certificate),
  })
  const certStatus = new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: choice[status] } })
  const basic = new BasicOCSPResponse({ certs: [parse(by.certificate)] })
  basic.tbsResponseData.responderID = parse(by.certificate).subject
  basic.tbsResponseData.producedAt = new Date(at)
  basic.tbsResponseData.responses = [
    new SingleResponse({ certID, certStatus, thisUpdate: new Date(at), ...(nextUpdate && { nextUpdate }) }),
  ]
  await basic.sign(by.privateKey, 'SHA-256')
  const response = new asn1js.OctetString({ valueHex: basic.toSchema().toBER() })
  const responseBytes = new ResponseBytes({ responseType: '1.3.6.1.5.5.7.48.1.1', response })
  return new Uint8Array(
    new OCSPResponse({ responseStatus: new asn1js.Enumerated({ value: 0 }), responseBytes }).toSchema().toBER(),
  )
}
function status(
  der: Uint8Array,
  { about = signer.certificate, moment = at }: { about?: Uint8Array; moment?: Instant } = {},
) {
  const response = parseOcsp(der)
  if (!response) throw new Error('the test made no OCSP response')
  return statusByOcsp(response, parse(about), parse(ca.certificate), moment)
}

it('a responder appointed by the issuer is believed', async () => {
  expect(await status(await respond(await responder()))).toBe('good')
})
it('the issuer itself is believed', async () => {
  expect(await status(await respond({ ...ca, privateKey: ca.keys.privateKey }))).toBe('good')
})
it('a response that does not know says nothing', async () => {
  expect(await status(await respond(await responder(), 'unknown'))).toBe('unknown')
})
it.each([
  ['a person of the same issuer', () => person(ca, { extensions: signing() })],
  ['a responder of another issuer', () => responder(root)],
  ['a responder who appointed himself in the name of the issuer', () => responder({ name: ca.name, keys: root.keys })],
  ['a responder who has expired', () => responder(ca, undefined, { notAfter: new Date('2026-05-01Z') })],
])('%s is not believed', async (_, make) => {
  expect(await status(await respond(await make()))).toBe('unknown')
})
it('a response about somebody else says nothing', async () => {
  expect(await status(await respond(await responder()), { about: (await person(ca)).certificate })).toBe('unknown')
})
it.each(['2026-06-01T05:59:59Z', '2026-06-01T07:00:01Z'])(
  'a response says nothing about another time: %s',
  async moment => {
    const der = await respond(await responder(), 'good', new Date('2026-06-01T07:00:00Z'))
    expect(await status(der, { moment: instant(moment) })).toBe('unknown')
  },
)
it('a touched response says nothing', async () => {
  const by = await responder()
  const other = parseOcsp(await respond(await responder()))
  const response = parseOcsp(await respond(by))
  if (!response || !other) throw new Error('the test made no OCSP response')
  response.signature = other.signature
  expect(await statusByOcsp(response, parse(signer.certificate), parse(ca.certificate), at)).toBe('unknown')
})
it('what is no response is none', () => {
  expect(parseOcsp(Buffer.from('text'))).toBeUndefined()
})
