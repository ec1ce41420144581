import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Clock, instant, minutes, plus } from '../../flows/values/time.ts'
import { createCrlFetch } from '../../services/signatures/crl-fetch.ts'
import { createSignatures } from '../../services/signatures/signatures.ts'
import { temporaryDir } from '../../test/support/dirs.ts'
import { listen } from '../../test/support/listen.ts'
import { createAuthority, type KeyKind } from './authority.ts'

const content = Buffer.from('өтініш')
const person = { iin: '990101300013', surname: 'ӘЛІЕВА', name: 'АЙГҮЛ', patronymic: 'БОЛАТҚЫЗЫ' }
const start = instant('2026-11-22T04:00:00Z')

/** The authority on a real server, and the product's verification that trusts it. */
async function world(dir?: string) {
  let now = start
  const clock: Clock = { now: () => now }
  const { app, origin } = await listen()
  const folder = dir ?? (await temporaryDir())
  const authority = await createAuthority({ dir: folder, clock, baseUrl: origin })
  app.use('/sandbox/authority', authority.router)
  const newSignatures = () =>
    createSignatures({ trustDir: authority.trustDir, crlFetch: createCrlFetch({ allowedOrigins: [origin] }) })
  const signatures = newSignatures()
  async function judge(kind: KeyKind, verifier = signatures) {
    const cms = await authority.sign(content, await authority.issue({ ...person, kind }))
    const { verdict, signers } = await verifier.verify(cms, content, now)
    return { verdict, reason: signers[0]?.reason, iin: signers[0]?.iin }
  }
  const pass = (milliseconds: number) => {
    now = plus(now, milliseconds)
  }
  return { authority, origin, judge, pass, newSignatures, clock, folder }
}

describe('the authority issues keys', () => {
  it.each([
    ['valid', 'valid', undefined],
    ['expired', 'invalid', 'expired'],
    ['not-yet-valid', 'invalid', 'not-yet-valid'],
    ['revoked', 'invalid', 'revoked'],
    ['altered', 'invalid', 'altered'],
    ['auth', 'invalid', 'wrong-purpose'],
  ] as const)('%s: the product says %s', async (kind, verdict, reason) => {
    const { judge } = await world()
    expect(await judge(kind)).toEqual({ verdict, reason, iin: person.iin })
  })
  it("foreign: a good signature with another person's number", async () => {
    const { judge } = await world()
    const { verdict, iin } = await judge('foreign')
    expect(verdict).toBe('valid')
    expect(iin).not.toBe(person.iin)
  })
  it('revoked even for a reader who already has the list', async () => {
    const { judge } = await world()
    expect((await judge('valid')).verdict).toBe('valid')
    expect((await judge('revoked')).reason).toBe('revoked')
  })
  it("of a body's first head, with the roles of the national profile", async () => {
    const { authority } = await world()
    const organisation = { name: 'Сынақ әкімдігі', bin: '200140000014' }
    const { certificate } = await authority.issue({ ...person, organisation, kind: 'valid' })
    const { X509Certificate } = await import('node:crypto')
    const { subject, keyUsage } = new X509Certificate(certificate)
    expect(subject).toContain('BIN200140000014')
    expect(keyUsage).toEqual(['1.3.6.1.5.5.7.3.4', '1.2.398.3.3.4.1.2', '1.2.398.3.3.4.1.2.1'])
  })
})

describe('the revocation list', () => {
  it('is issued anew as time goes on', async () => {
    const { judge, pass } = await world()
    for (let i = 0; i < 3; i++) {
      expect((await judge('valid')).verdict).toBe('valid')
      pass(minutes(90))
    }
  })
  it.each(['unreachable', 'stale', 'wrong-key', 'wrong-issuer'])('can be %s, and then nobody knows', async crl => {
    const { judge, origin, newSignatures } = await world()
    const body = JSON.stringify({ crl })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${origin}/sandbox/authority/faults`, { method: 'POST', headers, body })).status).toBe(204)
    expect(await judge('valid', newSignatures())).toMatchObject({ verdict: 'unknown', reason: 'revocation-unknown' })
  })
  it('refuses a fault that it does not know', async () => {
    const { origin } = await world()
    expect((await fetch(`${origin}/sandbox/authority/faults`, { method: 'POST' })).status).toBe(400)
  })
})

it('keeps its keys: what was signed before a restart is still good after it', async () => {
  const first = await world()
  const before = await readFile(join(first.authority.trustDir, 'nca.crt'))
  const second = await world(first.folder)
  expect(await readFile(join(second.authority.trustDir, 'nca.crt'))).toEqual(before)
  expect(readdirSync(second.authority.trustDir).sort()).toEqual(['nca.crt', 'root.crt'])
})

it('marks its own certificates as a test', async () => {
  const { authority, origin } = await world()
  const published = await fetch(`${origin}/sandbox/authority/ca/nca.crt`)
  const bytes = Buffer.from(await published.arrayBuffer())
  expect(bytes).toEqual(await readFile(join(authority.trustDir, 'nca.crt')))
  expect(bytes.toString('utf8')).toMatch(/СЫНАҚ.*TEST/)
})
