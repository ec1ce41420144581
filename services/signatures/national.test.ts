import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { instant } from '../../flows/values/time.ts'
import { temporaryDir } from '../../test/support/dirs.ts'
import { verifyFile } from './report.ts'

/** Objects signed under the national test authority; they are not part of the project and lie beside it or nowhere. */
const fixtures = fileURLToPath(new URL('../../../shared/fixtures/nuc-test', import.meta.url))
const isThere = existsSync(fixtures)
if (!isThere)
  console.warn('LEFT OUT: signatures of the national test authority (no folder ../shared/fixtures/nuc-test)')
const fixture = (path: string) => join(fixtures, path)

const inForce = instant('2021-06-01T00:00:00Z')
const responded = instant('2022-09-02T17:00:00Z')
const trustDir = fixture('ca')
const rsaSigner = {
  iin: '123456789011',
  name: 'ТЕСТОВ ТЕСТ ТЕСТОВИЧ',
  algorithm: 'RSA with SHA-256',
  signature: 'valid',
  chain: 'valid',
}

describe.skipIf(!isThere)('signatures of the national test authority', () => {
  it.each(['cms/integ_SIGNED_CMS.p7s', 'cms/unit_SIGNED_CMS_ONE_SIGNER.p7s'])(
    '%s holds; no list of that time is kept',
    async file => {
      expect(await verifyFile({ file: fixture(file), at: inForce, trustDir })).toMatchObject({
        verdict: 'unknown',
        signers: [{ ...rsaSigner, validity: 'valid', revocation: 'unknown' }],
      })
    },
  )
  it('a GOST signer is named and never passed', async () => {
    expect(await verifyFile({ file: fixture('cms/unit_SIGNED_CMS.p7s'), at: inForce, trustDir })).toMatchObject({
      verdict: 'invalid',
      signers: [{ algorithm: 'GOST 34.310-2015-512', verdict: 'invalid', reason: 'unsupported-algorithm' }, rsaSigner],
    })
  })
  it('a detached signature holds over its content and over no other', async () => {
    const dir = await temporaryDir()
    const check = (text: string) => {
      writeFileSync(join(dir, 'content'), text)
      return verifyFile({
        file: fixture('cms/unit_SIGNED_DETACHED_CMS.p7s'),
        content: join(dir, 'content'),
        at: inForce,
        trustDir,
      })
    }
    expect((await check('test123')).signers[1]).toMatchObject({ signature: 'valid', verdict: 'unknown' })
    expect((await check('test124')).signers[1]).toMatchObject({ signature: 'invalid', reason: 'altered' })
  })
  it('the real list and the real response are read, and an expired certificate stays expired', async () => {
    const file = fixture('cms/integ_SIGNED_CMS.p7s')
    const good = { verdict: 'invalid', signers: [{ validity: 'expired', revocation: 'good', reason: 'expired' }] }
    expect(await verifyFile({ file, at: responded, trustDir, crl: fixture('crl') })).toMatchObject(good)
    const ocsp = fixture('ocsp/ocsp_response_individual_sign_2004.bin')
    expect(await verifyFile({ file, at: responded, trustDir, ocsp })).toMatchObject(good)
  })
  it.each([
    ['about another certificate', 'ocsp/ocsp_response_ceo_sign_2004_revoked.bin', responded],
    ['of last week', 'ocsp/ocsp_response_individual_sign_2004.bin', instant('2022-09-09T17:00:00Z')],
    ['from later', 'ocsp/ocsp_response_individual_sign_2004.bin', instant('2022-09-02T16:00:00Z')],
  ])('a response %s says nothing', async (_, ocsp, at) => {
    const report = await verifyFile({ file: fixture('cms/integ_SIGNED_CMS.p7s'), at, trustDir, ocsp: fixture(ocsp) })
    expect(report.signers[0]?.revocation).toBe('unknown')
  })
})
