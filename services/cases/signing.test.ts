import { beforeEach, describe, expect, test } from 'vitest'
import type { KeyKind } from '../../sandbox/authority/authority.ts'
import { clockAt } from '../../test/support/clock.ts'
import { freshDatabase } from '../../test/support/database.ts'
import { type Chat, openOffice } from '../../test/support/desk.ts'
import { temporaryDir } from '../../test/support/dirs.ts'
import { authorityKeys, openAuthority } from '../../test/support/state-office.ts'
import { iin, upToReview } from '../../test/support/turns.ts'
import { createDiskFiles } from '../files/disk.ts'
import type { FileId } from '../files/port.ts'
import { createApplicantSignatures } from '../signatures/applicant.ts'
import { createLinks } from './links.ts'
import { verifySignature } from './performers/verify-signature.ts'
import { createSigning } from './signing.ts'

const holder = { iin, surname: 'СЫНАҚОВА', name: 'АЙГҮЛ', patronymic: 'МАРАТҚЫЗЫ' }
const keys = authorityKeys()

/** A case that waits for its signature, the authority on a real server, and the check that trusts it. */
async function createWorld() {
  const clock = clockAt('2026-11-23T05:00:00.000Z')
  const { authority, signatures: verification } = await openAuthority(keys(), clock)
  const signatures = createApplicantSignatures(verification)
  const files = createDiskFiles(await temporaryDir())
  const office = openOffice(await freshDatabase(), {
    clock,
    perform: desk => ({ 'verify-signature': verifySignature({ desk, files, signatures, clock }) }),
  })
  const links = createLinks(office.keys, clock)
  const signing = createSigning({ desk: office.desk, links, files, signatures, clock })
  const atSigning = async (chat: Chat) => (await chat.begins()).goes(...upToReview, 'confirmed the review')
  const linkOf = async (chat: Chat) => {
    const { id, state } = await chat.kase()
    return links.make('sign', id, state.pending?.key ?? 'none', 900)
  }
  const sign = async (bytes: Uint8Array, kind: KeyKind = 'valid') =>
    authority.sign(bytes, await authority.issue({ ...holder, kind }))
  const bytesOf = async (token: string) => {
    const link = await signing.find(token)
    return typeof link === 'object' ? link.bytes : new Uint8Array()
  }
  return { office, clock, authority, files, links, signing, atSigning, linkOf, sign, bytesOf }
}

let world: Awaited<ReturnType<typeof createWorld>>
let chat: Chat
let token: string
beforeEach(async () => {
  world = await createWorld()
  chat = await world.atSigning(world.office.chat())
  token = await world.linkOf(chat)
})
const signed = async (kind?: KeyKind) => world.sign(await world.bytesOf(token), kind)
const statusOf = async (who: Chat) => (await who.kase()).state.status

describe('a link to sign', () => {
  test('gives exactly the bytes that were reviewed, for a quarter of an hour', async () => {
    expect(await world.signing.find(token)).toMatchObject({
      flow: 'guardianship-certificate',
      expiresAt: '2026-11-23T05:15:00.000Z',
    })
    expect(JSON.parse(new TextDecoder().decode(await world.bytesOf(token)))).toMatchObject({
      service: 'guardianship-certificate',
      applicant: { iin },
    })
  })

  test('expires', async () => {
    const cms = await signed()
    world.clock.pass(15 * 60_000)
    expect(await world.signing.find(token)).toBe('expired')
    expect(await world.signing.finish(token, cms)).toEqual({ ok: false, link: 'expired' })
    expect(await statusOf(chat)).toBe('draft')
  })

  test('that outlives its request is as expired as the request', async () => {
    const { id, state } = await chat.kase()
    const longer = world.links.make('sign', id, state.pending?.key ?? '', 86_400)
    world.clock.pass(15 * 60_000)
    expect(await world.signing.find(longer)).toBe('expired')
  })

  test('is used up by a signature', async () => {
    const cms = await signed()
    expect(await world.signing.finish(token, cms)).toEqual({ ok: true })
    expect(await world.signing.find(token)).toBe('used')
    expect(await world.signing.finish(token, cms)).toEqual({ ok: false, link: 'used' })
  })

  test('is cancelled by its owner, twice as well as once, and a new one takes its place', async () => {
    await world.signing.cancel(token)
    await world.signing.cancel(token)
    expect(await world.signing.find(token)).toBe('cancelled')
    expect((await chat.kase()).state.attempts).toEqual({ signature: 1 })
    expect((await chat.shown()).at(-1)).toBe('note signing-cancelled, asks signature')
    expect(await world.signing.find(await world.linkOf(chat))).toMatchObject({ flow: 'guardianship-certificate' })
  })

  test('ends when an answer is changed: what it would have signed is no longer what is asked', async () => {
    const cms = await signed()
    await chat.goes({ kind: 'changes', ref: 'delivery' }, { kind: 'chose', ref: 'delivery', option: 'paper' })
    expect(await world.signing.find(token)).toBe('cancelled')
    expect(await world.signing.finish(token, cms)).toEqual({ ok: false, link: 'cancelled' })
    expect(await statusOf(chat)).toBe('draft')
  })

  test('signs its own case and no other', async () => {
    const other = await world.atSigning(world.office.chat('7002'))
    const before = await other.kase()
    expect(await world.signing.finish(token, await signed())).toEqual({ ok: true })
    expect(await other.kase()).toMatchObject({ revision: before.revision, state: before.state })
  })

  test('of a case that was erased was never there', async () => {
    await chat.goes({ kind: 'deletes' })
    expect(await world.signing.find(token)).toBeUndefined()
  })

  test('that was forged, altered, cut, made for something else or under another key was never there', async () => {
    const { id, state } = await chat.kase()
    const key = state.pending?.key ?? ''
    const flipped = Buffer.from(token, 'base64url').map((byte, i) => (i === 40 ? byte ^ 1 : byte))
    const forged = [
      '',
      'x',
      token.slice(0, -4),
      Buffer.from(flipped).toString('base64url'),
      world.links.make('upload', id, key, 900),
      createLinks(openOffice(world.office.database).keys, world.clock).make('sign', id, key, 900),
      Buffer.from(`2030-01-01T00:00:00.000Z|${id}|${key}`).toString('base64url'),
    ]
    for (const one of forged) {
      expect(await world.signing.find(one)).toBeUndefined()
      expect(await world.signing.finish(one, await signed())).toEqual({ ok: false, link: 'cancelled' })
    }
    expect(await statusOf(chat)).toBe('draft')
  })

  test('shows nothing of the case that it names', async () => {
    const { id } = await chat.kase()
    const plain = Buffer.from(token, 'base64url').toString('latin1')
    expect(plain.includes(id.slice(0, 8))).toBe(false)
  })
})

describe('a signature', () => {
  test('that is good submits the request and is kept', async () => {
    const cms = await signed()
    expect(await world.signing.finish(token, cms)).toEqual({ ok: true })
    const { state, key } = await chat.kase()
    expect(state).toMatchObject({ status: 'submitted', signed: { track: 'automatic' } })
    expect(await world.files.get(state.signed?.signature as FileId, key)).toEqual(cms)
    expect((await chat.shown()).at(-1)).toBe('asks request')
  })

  test.each([
    ['expired', 'expired'],
    ['not-yet-valid', 'not-yet-valid'],
    ['revoked', 'revoked'],
    ['foreign', 'other-person'],
    ['altered', 'altered'],
    ['auth', 'wrong-purpose'],
  ] as const)('by a key that is %s is refused: %s', async (kind, reason) => {
    expect(await world.signing.finish(token, await signed(kind))).toEqual({ ok: false, signature: reason })
    expect((await chat.kase()).state).toMatchObject({ status: 'draft', attempts: { signature: 1 } })
    expect((await chat.shown()).at(-1)).toBe(`refusal RF-G4 ${reason}, asks signature`)
  })

  test('over anything else is refused, and so is what is no signature', async () => {
    const other = await world.sign(Buffer.from('something else'))
    expect(await world.signing.finish(token, other)).toEqual({ ok: false, signature: 'altered' })
    const next = await world.linkOf(chat)
    expect(await world.signing.finish(next, Buffer.from('nothing'))).toEqual({ ok: false, signature: 'malformed' })
    expect((await chat.kase()).state).toMatchObject({ status: 'draft', attempts: { signature: 2 } })
  })

  test('after one that was refused may be good', async () => {
    await world.signing.finish(token, await signed('revoked'))
    expect(await world.signing.find(token)).toBe('cancelled')
    token = await world.linkOf(chat)
    expect(await world.signing.finish(token, await signed())).toEqual({ ok: true })
    expect(await statusOf(chat)).toBe('submitted')
  })

  test('given twice at once is taken once', async () => {
    const ends = await Promise.all([signed(), signed()].map(async cms => world.signing.finish(token, await cms)))
    expect(ends.toSorted((a, b) => Number(a.ok) - Number(b.ok))).toEqual([{ ok: false, link: 'used' }, { ok: true }])
    const entries = await world.office.database.query("select from ledger where kind = 'signed'")
    expect(entries).toHaveLength(1)
  })
})

describe('a signature whose revocation cannot be established', () => {
  const goOn = async () => {
    world.clock.pass(60_000)
    await world.office.runner.settled()
  }

  test.each(['unreachable', 'stale', 'wrong-key', 'wrong-issuer'] as const)(
    'because the list is %s is neither accepted nor refused, but kept',
    async fault => {
      world.authority.setCrlFault(fault)
      expect(await world.signing.finish(token, await signed())).toEqual({ ok: true })
      await goOn()
      expect((await chat.kase()).state).toMatchObject({ status: 'draft', attempts: {}, pending: { delayed: true } })
      expect((await chat.shown()).at(-1)).toBe('note delayed.signature, asks signature')
      expect(await world.signing.find(token)).toBe('used')
    },
  )

  test('is accepted when the authority answers again', async () => {
    world.authority.setCrlFault('unreachable')
    const cms = await signed()
    await world.signing.finish(token, cms)
    await goOn()
    world.authority.setCrlFault('none')
    await goOn()
    const { state, key } = await chat.kase()
    expect(state.status).toBe('submitted')
    expect(await world.files.get(state.signed?.signature as FileId, key)).toEqual(cms)
  })

  test('is refused when the authority says that it was revoked', async () => {
    world.authority.setCrlFault('unreachable')
    await world.signing.finish(token, await signed('revoked'))
    await goOn()
    world.authority.setCrlFault('none')
    await goOn()
    expect((await chat.kase()).state).toMatchObject({ status: 'draft', attempts: { signature: 1 } })
    expect((await chat.shown()).at(-1)).toBe('refusal RF-G4 revoked, asks signature')
  })
})
