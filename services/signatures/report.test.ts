import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDir } from '../../test/support/dirs.ts'
import { at, crlOf, edit, holder, octets, trustFolder } from '../../test/support/pki.ts'
import { ca, content, good, preparePki, root } from '../../test/support/signature-world.ts'
import { ContentMissing, verifyFile } from './report.ts'

preparePki()

/** The files that somebody would have on his disk. */
async function files() {
  const dir = await temporaryDir()
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(dir, name), bytes)
    return join(dir, name)
  }
  mkdirSync(join(dir, 'lists'))
  write('lists/ca.crl', await crlOf(ca))
  write('lists/notes.txt', Buffer.from('not a list'))
  const attached = edit(good, message => {
    message.encapContentInfo.eContent = octets(content)
  })
  return {
    trustDir: trustFolder(dir, [root.certificate, ca.certificate]),
    detached: write('signature.p7s', good),
    attached: write('attached.p7m', attached),
    content: write('content.pdf', content),
    other: write('other.pdf', Buffer.from('басқа')),
    crl: join(dir, 'lists'),
  }
}

describe('tereze verify', () => {
  it('reports every check on files alone', async () => {
    const { detached: file, trustDir, crl, content } = await files()
    expect(await verifyFile({ file, content, at, trustDir, crl, iin: holder.iin })).toEqual({
      verdict: 'valid',
      signers: [
        {
          iin: holder.iin,
          name: 'ТЕСТОВ ТЕСТ ТЕСТОВИЧ',
          algorithm: 'RSA with SHA-256',
          signature: 'valid',
          chain: 'valid',
          validity: 'valid',
          revocation: 'good',
          verdict: 'valid',
        },
      ],
    })
  })
  it('uses the content inside the message when none is named', async () => {
    const { attached: file, trustDir, crl } = await files()
    expect((await verifyFile({ file, at, trustDir, crl })).verdict).toBe('valid')
  })
  it('trusts the named content over the content inside', async () => {
    const { attached: file, trustDir, crl, other: content } = await files()
    expect(await verifyFile({ file, content, at, trustDir, crl })).toMatchObject({
      verdict: 'invalid',
      signers: [{ reason: 'altered' }],
    })
  })
  it('cannot answer on a detached signature alone', async () => {
    const { detached: file, trustDir } = await files()
    await expect(verifyFile({ file, at, trustDir })).rejects.toThrow(ContentMissing)
  })
  it('does not know without a list', async () => {
    const { attached: file, trustDir } = await files()
    expect(await verifyFile({ file, at, trustDir })).toMatchObject({
      verdict: 'unknown',
      signers: [{ revocation: 'unknown' }],
    })
  })
  it('refuses another person, known revocation or not', async () => {
    const { attached: file, trustDir, crl } = await files()
    for (const lists of [{ crl }, {}])
      expect(await verifyFile({ file, at, trustDir, iin: '050615600011', ...lists })).toMatchObject({
        verdict: 'invalid',
        signers: [{ reason: 'other-person' }],
      })
  })
  it('says that a file is no signature', async () => {
    const { other: file, trustDir } = await files()
    expect(await verifyFile({ file, at, trustDir })).toEqual({ verdict: 'invalid', reason: 'malformed', signers: [] })
  })
})
