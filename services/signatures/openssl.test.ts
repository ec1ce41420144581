import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDir } from '../../test/support/dirs.ts'
import { at, ecKeys, pem, person } from '../../test/support/pki.ts'
import { ca, content, good, preparePki, root, signer, verify } from '../../test/support/signature-world.ts'

/** Another implementation of the same standards: it signs for us, and judges what our stand-in signs. */
const isThere = spawnSync('openssl', ['version']).status === 0
if (!isThere) console.warn('LEFT OUT: signatures made and checked by OpenSSL (no openssl on PATH)')
preparePki()

async function desk() {
  const dir = await temporaryDir()
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(dir, name), bytes)
    return join(dir, name)
  }
  const paths = { content: write('content', content), out: join(dir, 'out.p7s') }
  const openssl = (...args: string[]) => execFileSync('openssl', ['cms', '-binary', ...args], { stdio: 'pipe' })
  async function signed({ certificate, privateKey }: typeof signer, ...options: string[]) {
    const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
    const who = [
      '-signer',
      write('c.pem', pem('CERTIFICATE', certificate)),
      '-inkey',
      write('k.pem', pem('PRIVATE KEY', key)),
    ]
    openssl('-sign', '-in', paths.content, ...who, '-outform', 'DER', '-out', paths.out, ...options)
    return readFileSync(paths.out)
  }
  return { write, paths, openssl, signed }
}

describe.skipIf(!isThere)('with OpenSSL', () => {
  it.each([
    ['detached', []],
    ['named by the key identifier', ['-keyid']],
    ['with SHA-512', ['-md', 'sha512']],
    ['attached, the same content inside', ['-nodetach']],
    ['in BER of indefinite length', ['-nodetach', '-stream']],
  ])('a signature is valid: %s', async (_, options) => {
    const { signed } = await desk()
    for (const who of [signer, await person(ca, { keys: await ecKeys() })])
      expect((await verify(await signed(who, ...options))).verdict).toBe('valid')
  })
  it.each([
    ['with SHA-1', ['-md', 'sha1'], 'weak-algorithm'],
    ['without signed attributes', ['-noattr'], 'malformed'],
    ['without the certificate', ['-nocerts'], 'no-certificate'],
  ])('a signature is refused: %s', async (_, options, reason) => {
    const { signed } = await desk()
    expect(await verify(await signed(signer, ...options))).toMatchObject({ verdict: 'invalid', signers: [{ reason }] })
  })
  it("the stand-in's signature is good, and over no other content", async () => {
    const { write, openssl } = await desk()
    const authorities = Buffer.concat([root, ca].map(({ certificate }) => pem('CERTIFICATE', certificate)))
    const trust = ['-CAfile', write('authorities.pem', authorities)]
    const judged = [
      '-verify',
      '-inform',
      'DER',
      '-in',
      write('good.p7s', good),
      ...trust,
      '-purpose',
      'any',
      '-attime',
      `${Date.parse(at) / 1000}`,
    ]
    expect(openssl(...judged, '-content', write('same', content))).toEqual(content)
    expect(() => openssl(...judged, '-content', write('other', Buffer.from('басқа')))).toThrow()
  })
})
