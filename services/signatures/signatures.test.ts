import * as asn1js from 'asn1js'
import type { SignedData } from 'pkijs'
import { describe, expect, it } from 'vitest'
import { personName } from '../../sandbox/authority/profiles.ts'
import { at, ecKeys, edit, holder, octets, pem, person, sign } from '../../test/support/pki.ts'
import { answer, ca, content, good, preparePki, verify } from '../../test/support/signature-world.ts'

preparePki()

describe('a good signature', () => {
  it('is valid, with every check told apart', async () => {
    expect(await verify(good)).toEqual({
      verdict: 'valid',
      signers: [
        {
          iin: holder.iin,
          name: 'ТЕСТОВ ТЕСТ ТЕСТОВИЧ',
          issuer: 'CA',
          algorithm: 'RSA with SHA-256',
          signingTime: at,
          signature: 'valid',
          chain: 'valid',
          validity: 'valid',
          revocation: 'good',
          purpose: 'sign',
          verdict: 'valid',
        },
      ],
    })
  })
  it('may be PEM', async () => {
    expect(await answer(pem('CMS', good))).toBe('valid: no reason')
  })
  it('may be ECDSA', async () => {
    const cms = await sign(content, await person(ca, { keys: await ecKeys('P-384') }))
    expect(await verify(cms)).toMatchObject({ verdict: 'valid', signers: [{ algorithm: 'ECDSA with SHA-256' }] })
  })
  it('names the organisation of a head by its BIN', async () => {
    const head = { ...holder, organisation: { name: 'Әкімдік', bin: '200140000014' } }
    expect((await verify(await sign(content, await person(ca, { holder: head })))).signers[0]?.bin).toBe('200140000014')
  })
  it('names nobody when the certificate names two', async () => {
    const subject = [...personName(holder), { '2.5.4.5': ['IIN050615600011'] }]
    const { signers } = await verify(await sign(content, await person(ca, { subject })))
    expect(signers[0]).toMatchObject({ verdict: 'valid' })
    expect(signers[0]?.iin).toBeUndefined()
  })
})

describe('what was signed', () => {
  it('is refused when the content is another', async () => {
    expect(await answer(good, { bytes: Buffer.from('басқа өтініш') })).toBe('invalid: altered')
  })
  it('is refused when the signature was touched', async () => {
    const touched = Uint8Array.from(good)
    touched[touched.length - 5] = (touched.at(-5) ?? 0) ^ 1
    expect(await answer(touched)).toBe('invalid: altered')
  })
  it('is refused when the message carries another content inside', async () => {
    const carrying = edit(good, message => {
      message.encapContentInfo.eContent = octets(Buffer.from('басқа'))
    })
    expect(await answer(carrying)).toBe('invalid: altered')
  })
  it('is refused without signed attributes', async () => {
    expect(
      await answer(edit(good, message => firstSigner(message).signedAttrs && delete firstSigner(message).signedAttrs)),
    ).toBe('invalid: malformed')
  })
  it.each(['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4'])(
    'is refused without the signed attribute %s',
    async type => {
      const without = edit(good, message => keepAttributes(message, attribute => attribute !== type))
      expect(await answer(without)).toBe('invalid: malformed')
    },
  )
  it('is refused when the signed content type is not the content type of the message', async () => {
    const renamed = edit(good, message => {
      message.encapContentInfo.eContentType = '1.2.840.113549.1.9.16.1.4'
    })
    expect(await answer(renamed)).toBe('invalid: malformed')
  })
  it('is refused when a second signed digest was added', async () => {
    const doubled = edit(good, message => {
      const { signedAttrs } = firstSigner(message)
      const digest = signedAttrs?.attributes.find(({ type }) => type === '1.2.840.113549.1.9.4')
      digest?.values.push(new asn1js.OctetString({ valueHex: new Uint8Array(32).buffer }))
    })
    expect(await answer(doubled)).toBe('invalid: malformed')
  })
})

function firstSigner(message: SignedData) {
  const [first] = message.signerInfos
  if (!first) throw new Error('the message has no signer')
  return first
}
function keepAttributes(message: SignedData, keep: (type: string) => boolean): void {
  const { signedAttrs } = firstSigner(message)
  if (signedAttrs) signedAttrs.attributes = signedAttrs.attributes.filter(({ type }) => keep(type))
}

describe('a message that proves nothing', () => {
  it.each([
    ['text', Buffer.from('мен қол қойдым')],
    ['nothing', Buffer.alloc(0)],
    ['damaged DER', Buffer.from('3082ffff3003', 'hex')],
  ])('is refused: %s', async (_, bytes) => {
    expect(await answer(bytes)).toBe('invalid: malformed')
  })
  it('is refused when something follows it', async () => {
    expect(await answer(Buffer.concat([good, Buffer.of(0)]))).toBe('invalid: malformed')
  })
  it('is refused without a signer', async () => {
    const cms = edit(good, message => message.signerInfos.splice(0))
    expect(await verify(cms)).toEqual({ verdict: 'invalid', signers: [], reason: 'no-signer' })
  })
  it("is refused without the signer's certificate", async () => {
    expect(await answer(edit(good, message => message.certificates?.splice(0)))).toBe('invalid: no-certificate')
  })
  it('is refused when two certificates answer to the name of the signer', async () => {
    const cms = edit(good, message => message.certificates?.push(...message.certificates))
    expect(await answer(cms)).toBe('invalid: no-certificate')
  })
  it('is refused as a whole when one of two signers is bad', async () => {
    const cms = edit(good, message => {
      const other = edit(good, () => undefined)
      message.signerInfos.push(...signersOf(other))
      const second = message.signerInfos[1]
      if (second) second.signature = octets(Buffer.alloc(256, 1))
    })
    const { verdict, signers } = await verify(cms)
    expect([verdict, ...signers.map(report => report.verdict)]).toEqual(['invalid', 'valid', 'invalid'])
  })
})
function signersOf(cms: Uint8Array): SignedData['signerInfos'] {
  const found: SignedData['signerInfos'] = []
  edit(cms, message => found.push(...message.signerInfos))
  return found
}
