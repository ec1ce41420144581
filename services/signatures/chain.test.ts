import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { Certificate } from 'pkijs'
import { describe, expect, it } from 'vitest'
import { instant } from '../../flows/values/time.ts'
import { authorityExtensions, personExtensions } from '../../sandbox/authority/profiles.ts'
import { authority, crlUrl, edit, person, rsaKeys, sign, signing } from '../../test/support/pki.ts'
import { answer, ca, content, good, preparePki, root, signer, verify } from '../../test/support/signature-world.ts'

preparePki()

describe('the certificate', () => {
  it.each([
    ['2031-01-01T00:00:00Z', 'invalid: expired'],
    ['2019-12-31T00:00:00Z', 'invalid: not-yet-valid'],
  ])('is judged at the given moment, %s', async (moment, expected) => {
    expect(await answer(good, { moment: instant(moment) })).toBe(expected)
  })
  it('for authentication does not sign', async () => {
    const cms = await sign(content, await person(ca, { extensions: personExtensions('auth', false, crlUrl) }))
    expect(await answer(cms)).toBe('invalid: wrong-purpose')
  })
  it.each([
    ['an extended key usage', (extension: x509.Extension) => extension.type !== '2.5.29.37'],
    ['a key usage', (extension: x509.Extension) => extension.type !== '2.5.29.15'],
  ])('without %s does not sign', async (_, keep) => {
    const cms = await sign(content, await person(ca, { extensions: signing().filter(keep) }))
    expect(await answer(cms)).toBe('invalid: wrong-purpose')
  })
  it('that may also authenticate does not sign', async () => {
    const both = new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2'])
    const extensions = [...signing().filter(({ type }) => type !== '2.5.29.37'), both]
    expect(await answer(await sign(content, await person(ca, { extensions })))).toBe('invalid: wrong-purpose')
  })
  it('with a critical extension that nobody here understands is refused', async () => {
    const extensions = [...signing(), new x509.Extension('1.2.3.4', true, new Uint8Array([5, 0]))]
    expect(await answer(await sign(content, await person(ca, { extensions })))).toBe('invalid: untrusted')
  })
  it('with a short key is refused', async () => {
    const cms = await sign(content, await person(ca, { keys: await rsaKeys(1024) }))
    expect(await answer(cms)).toBe('invalid: weak-algorithm')
  })
  it('of an unknown kind of key is refused', async () => {
    const cms = edit(good, message => {
      for (const { signatureAlgorithm } of message.signerInfos)
        signatureAlgorithm.algorithmId = '1.2.398.3.10.1.1.2.3.2'
    })
    expect(await verify(cms)).toMatchObject({
      verdict: 'invalid',
      signers: [{ algorithm: 'GOST 34.310-2015-512', reason: 'unsupported-algorithm' }],
    })
  })
  it('signed with SHA-1 is refused', async () => {
    const cms = edit(good, message => {
      for (const { signatureAlgorithm } of message.signerInfos) signatureAlgorithm.algorithmId = '1.2.840.113549.1.1.5'
    })
    expect(await answer(cms)).toBe('invalid: weak-algorithm')
  })
})

describe('the chain', () => {
  it('ends at an authority of the trust folder or nowhere', async () => {
    const stranger = await authority('ROOT')
    expect(await answer(good, { trusted: [stranger.certificate] })).toBe('invalid: untrusted')
  })
  it('is not taken from the message', async () => {
    const cms = edit(good, message => {
      message.certificates?.push(
        ...[ca, root].map(({ certificate }) => Certificate.fromBER(new Uint8Array(certificate))),
      )
    })
    const stranger = await authority('STRANGER')
    expect(await answer(cms, { trusted: [stranger.certificate] })).toBe('invalid: untrusted')
  })
  it('may end at an issuing authority whose root is not published', async () => {
    expect(await answer(good, { trusted: [ca.certificate] })).toBe('valid: no reason')
  })
  it('does not go through an authority that only borrowed the name', async () => {
    const impostor = await authority('CA', root, { keys: await rsaKeys() })
    expect(await answer(good, { trusted: [root.certificate, impostor.certificate] })).toBe('invalid: untrusted')
  })
  it('does not go through a person, even one in the trust folder', async () => {
    const issuer = {
      name: new x509.X509Certificate(new Uint8Array(signer.certificate)).subjectName.toJSON(),
      keys: signer.keys,
    }
    const cms = await sign(content, await person(issuer))
    expect(await answer(cms)).toBe('invalid: untrusted')
    const trusted = [root.certificate, ca.certificate, signer.certificate]
    expect(await answer(cms, { trusted })).toBe('invalid: untrusted')
  })
  it.each([
    [
      'may not sign certificates',
      [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign, true),
      ],
    ],
    [
      'is no authority',
      [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      ],
    ],
    ['has no constraints', [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)]],
  ])('does not go through an authority that %s', async (_, extensions) => {
    const weak = await authority('WEAK', root, { extensions })
    const cms = await sign(content, await person(weak))
    expect(await answer(cms, { trusted: [root.certificate, weak.certificate] })).toBe('invalid: untrusted')
  })
  it('is not longer than an authority allows', async () => {
    const below = await authority('BELOW', ca)
    const cms = await sign(content, await person(below))
    const trusted = [root.certificate, ca.certificate, below.certificate]
    expect(await answer(cms, { trusted })).toBe('invalid: untrusted')
  })
  it('does not go through an authority that has expired', async () => {
    const old = await authority('OLD', root, { notAfter: new Date('2026-05-01Z') })
    const cms = await sign(content, await person(old))
    expect(await answer(cms, { trusted: [root.certificate, old.certificate] })).toBe('invalid: untrusted')
  })
  it('does not go through an authority with a critical extension that nobody here understands', async () => {
    const extensions = [...authorityExtensions(0), new x509.Extension('2.5.29.30', true, new Uint8Array([0x30, 0]))]
    const odd = await authority('ODD', root, { extensions })
    const cms = await sign(content, await person(odd))
    expect(await answer(cms, { trusted: [root.certificate, odd.certificate] })).toBe('invalid: untrusted')
  })
})
