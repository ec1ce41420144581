import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryDir } from '../../test/support/dirs.ts'
import { authority, pem, trustFolder } from '../../test/support/pki.ts'
import { readAuthorities, TrustError } from './authorities.ts'

it('tells anchors from authorities that must have an issuer in the folder', async () => {
  const root = await authority('ROOT')
  const ca = await authority('CA', root)
  const anchors = (folder: string) => readAuthorities(folder).map(({ anchor }) => anchor)
  const dir = await temporaryDir()
  expect(anchors(trustFolder(dir, [root.certificate, ca.certificate]))).toEqual([true, false])
  expect(anchors(trustFolder(dir, [ca.certificate]))).toEqual([true])
})
it('reads several certificates from one PEM file and passes over what is not a certificate file', async () => {
  const dir = await temporaryDir()
  const [one, two] = [await authority('ONE'), await authority('TWO')]
  writeFileSync(
    join(dir, 'both.pem'),
    Buffer.concat([pem('CERTIFICATE', one.certificate), pem('CERTIFICATE', two.certificate)]),
  )
  writeFileSync(join(dir, 'README.md'), 'read me')
  expect(readAuthorities(dir)).toHaveLength(2)
})
it('refuses to start with nobody to trust', async () => {
  const dir = await temporaryDir()
  expect(() => readAuthorities(dir)).toThrow(TrustError)
  expect(() => readAuthorities(join(dir, 'missing'))).toThrow(TrustError)
})
it.each(['not a certificate', '0broken', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'])(
  'refuses to start with a damaged certificate: %s',
  async text => {
    const dir = await temporaryDir()
    writeFileSync(join(dir, 'ca.crt'), text)
    expect(() => readAuthorities(dir)).toThrow(TrustError)
  },
)
