import { describe, expect, it } from 'vitest'
import type { Iin } from '../../flows/values/iin.ts'
import { instant } from '../../flows/values/time.ts'
import { at, crlOf, crlUrl, edit, hexSerial, holder } from '../../test/support/pki.ts'
import { ca, content, createWorld, good, preparePki, signer } from '../../test/support/signature-world.ts'
import { createApplicantSignatures } from './applicant.ts'

preparePki()
const own = holder.iin as Iin
const another = '050615600011' as Iin
const years = instant('2031-01-01T00:00:00Z')

async function check(cms: Uint8Array, applicant: Iin, { moment = at, revoked = false, bytes = content } = {}) {
  const serial = hexSerial(signer.certificate)
  const crls = { [crlUrl]: await crlOf(ca, revoked ? [serial] : [], '2026-06-01T00:00:00Z', '2031-06-01T00:00:00Z') }
  const { signatures } = await createWorld({ crls })
  return createApplicantSignatures(signatures).check(cms, bytes, applicant, moment)
}

describe('the three checks of G-45', () => {
  it("pass the applicant's own signature", async () => {
    expect(await check(good, own)).toMatchObject({ outcome: 'valid', report: { iin: own } })
  })
  it('refuse the signature of another person', async () => {
    expect(await check(good, another)).toEqual({ outcome: 'refused', reason: 'other-person' })
  })
  it('answer with the first that fails', async () => {
    const all = { moment: years, revoked: true, bytes: Buffer.from('басқа') }
    expect(await check(good, another, all)).toEqual({ outcome: 'refused', reason: 'altered' })
    expect(await check(good, another, { ...all, bytes: content })).toEqual({ outcome: 'refused', reason: 'expired' })
    expect(await check(good, another, { revoked: true })).toEqual({ outcome: 'refused', reason: 'revoked' })
  })
  it('neither accept nor refuse while revocation is unknown, whoever signed', async () => {
    const { signatures } = await createWorld({ crls: {} })
    const answer = await createApplicantSignatures(signatures).check(good, content, own, at)
    expect(answer).toEqual({ outcome: 'unknown', reason: 'revocation-unknown' })
  })
  it('want exactly one signer', async () => {
    const two = edit(good, message => message.signerInfos.push(...message.signerInfos))
    expect(await check(two, own)).toEqual({ outcome: 'refused', reason: 'malformed' })
    const nobody = edit(good, message => message.signerInfos.splice(0))
    expect(await check(nobody, own)).toEqual({ outcome: 'refused', reason: 'no-signer' })
    expect(await check(Buffer.from('text'), own)).toEqual({ outcome: 'refused', reason: 'malformed' })
  })
})
