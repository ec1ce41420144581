import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import * as asn1js from 'asn1js'
import { describe, expect, it } from 'vitest'
import { instant } from '../../flows/values/time.ts'
import { authorityExtensions } from '../../sandbox/authority/profiles.ts'
import { at, authority, crlOf, crlUrl, hexSerial, person, sign, signing } from '../../test/support/pki.ts'
import {
  answer,
  ca,
  content,
  createWorld,
  good,
  preparePki,
  root,
  signer,
  verify,
} from '../../test/support/signature-world.ts'
import { CrlUnavailable } from './revocation.ts'

preparePki()
const rootUrl = 'http://authority.test/crl/root.crl'

describe('revocation', () => {
  const list = (crl: Uint8Array) => ({ crls: { [crlUrl]: crl } })

  it('by the list is told', async () => {
    const crl = await crlOf(ca, [hexSerial(signer.certificate)])
    expect(await verify(good, list(crl))).toMatchObject({
      verdict: 'invalid',
      signers: [{ revocation: 'revoked', reason: 'revoked' }],
    })
  })
  it('is good when only others are on the list', async () => {
    expect(await answer(good, list(await crlOf(ca, ['4123456789'])))).toBe('valid: no reason')
  })
  it('is unknown when nobody answers, and somebody hears of it', async () => {
    const { signatures, faults } = await createWorld({ crls: {} })
    expect((await signatures.verify(good, content, at)).verdict).toBe('unknown')
    expect(faults).toEqual([new CrlUnavailable('nobody answers')])
  })
  it.each([
    ['is out of date', () => crlOf(ca, [], '2026-05-01T00:00:00Z', '2026-05-31T00:00:00Z')],
    ['is from later', () => crlOf(ca, [], '2026-06-01T07:00:00Z', '2026-06-02T00:00:00Z')],
    ['never ends', () => endlessCrl()],
    ['is signed by another key', () => crlOf({ name: ca.name, keys: root.keys })],
    ['is by another issuer', () => crlOf({ name: root.name, keys: ca.keys })],
    ['is for a part of the certificates only', () => partialCrl()],
    ['is damaged', async () => Buffer.from('not a list')],
  ])('is unknown when the list %s', async (_, make) => {
    expect(await verify(good, list(await make()))).toMatchObject({
      verdict: 'unknown',
      signers: [{ revocation: 'unknown', reason: 'revocation-unknown' }],
    })
  })
  it('is unknown when the issuer may not sign lists', async () => {
    const extensions = [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ]
    const mute = await authority('MUTE', root, { extensions })
    const cms = await sign(content, await person(mute))
    const trusted = [root.certificate, mute.certificate]
    expect(await answer(cms, { trusted, ...list(await crlOf(mute)) })).toBe('unknown: revocation-unknown')
  })
  it('is unknown when the certificate names no list', async () => {
    const extensions = signing().filter(({ type }) => type !== '2.5.29.31')
    expect(await answer(await sign(content, await person(ca, { extensions })))).toBe('unknown: revocation-unknown')
  })
  it('falls to the next list that the certificate names', async () => {
    const two = new x509.CRLDistributionPointsExtension(['http://authority.test/crl/gone.crl', crlUrl])
    const extensions = [...signing().filter(({ type }) => type !== '2.5.29.31'), two]
    expect(await answer(await sign(content, await person(ca, { extensions })))).toBe('valid: no reason')
  })
  it('of an authority that names a list counts too', async () => {
    const extensions = [...authorityExtensions(0), new x509.CRLDistributionPointsExtension([rootUrl])]
    const listed = await authority('LISTED', root, { extensions })
    const cms = await sign(content, await person(listed))
    const trusted = [root.certificate, listed.certificate]
    const own = { [crlUrl]: await crlOf(listed) }
    const revoked = await crlOf(root, [hexSerial(listed.certificate)])
    expect(await answer(cms, { trusted, crls: { ...own, [rootUrl]: await crlOf(root) } })).toBe('valid: no reason')
    expect(await answer(cms, { trusted, crls: { ...own, [rootUrl]: revoked } })).toBe('invalid: revoked')
    expect(await answer(cms, { trusted, crls: own })).toBe('unknown: revocation-unknown')
  })
  it('asks nobody about a certificate that no trusted authority issued', async () => {
    const { signatures, asked } = await createWorld({ trusted: [(await authority('STRANGER')).certificate] })
    await signatures.verify(good, content, at)
    expect(asked).toEqual([])
  })
  it('keeps a list until its nextUpdate and then asks again', async () => {
    const { signatures, asked, lists } = await createWorld()
    await signatures.verify(good, content, at)
    await signatures.verify(good, content, at)
    expect(asked).toHaveLength(1)
    lists[crlUrl] = await crlOf(ca, [hexSerial(signer.certificate)], '2026-06-02T00:00:00Z', '2026-06-03T00:00:00Z')
    expect((await signatures.verify(good, content, instant('2026-06-02T12:00:00Z'))).verdict).toBe('invalid')
    expect(asked).toHaveLength(2)
  })
  it('asks again when the list that it has proves nothing', async () => {
    const { signatures, lists } = await createWorld({ crls: { [crlUrl]: await crlOf(root) } })
    expect((await signatures.verify(good, content, at)).verdict).toBe('unknown')
    lists[crlUrl] = await crlOf(ca)
    expect((await signatures.verify(good, content, at)).verdict).toBe('valid')
  })
})

const crlParts = () => ({ issuer: ca.name, thisUpdate: new Date('2026-06-01Z'), signingKey: ca.keys.privateKey })
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
async function endlessCrl() {
  return new Uint8Array((await x509.X509CrlGenerator.create({ ...crlParts(), signingAlgorithm: rsa })).rawData)
}
/** A delta list (RFC 5280 §5.2.4): its base number is a critical extension. */
async function partialCrl() {
  const delta = new x509.Extension('2.5.29.27', true, new asn1js.Integer({ value: 1 }).toBER())
  const parts = { ...crlParts(), nextUpdate: new Date('2026-06-02Z'), signingAlgorithm: rsa, extensions: [delta] }
  return new Uint8Array((await x509.X509CrlGenerator.create(parts)).rawData)
}
