import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { temporaryDir } from '../../test/support/dirs.ts'
import { createKeys } from './keys.ts'
import { loadMasterKey, loadOrCreateMasterKey } from './master-key.ts'
import { KeyError } from './port.ts'

const keys = createKeys(randomBytes(32))
const bytes = fc.uint8Array({ maxLength: 200 })
const text = fc.string({ unit: 'grapheme', maxLength: 20 })

describe('a case key', () => {
  const { key, wrapped } = keys.create()

  test('opens what it sealed, also after it was wrapped and unwrapped', () => {
    fc.assert(
      fc.property(bytes, text, (plain, about) => {
        expect(keys.unwrap(wrapped).open(key.seal(plain, about), about)).toEqual(plain)
      }),
    )
  })

  test('refuses an envelope with any bit changed', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(7), (plain, at, bit) => {
        const sealed = key.seal(plain, 'case 1')
        const index = at % sealed.length
        sealed[index] = (sealed[index] ?? 0) ^ (1 << bit)
        expect(() => key.open(sealed, 'case 1')).toThrow(KeyError)
      }),
    )
  })

  test('refuses an envelope cut short or made longer', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (plain, at) => {
        const sealed = key.seal(plain, 'case 1')
        expect(() => key.open(sealed.subarray(0, at % sealed.length), 'case 1')).toThrow(KeyError)
        expect(() => key.open(new Uint8Array([...sealed, 0]), 'case 1')).toThrow(KeyError)
      }),
    )
  })

  test('refuses an envelope that was swapped with another', () => {
    fc.assert(
      fc.property(bytes, text, text, (plain, about, other) => {
        fc.pre(about !== other)
        expect(() => key.open(key.seal(plain, about), other)).toThrow(KeyError)
      }),
    )
  })

  test('never seals the same twice alike, and does not show what it sealed', () => {
    const plain = new TextEncoder().encode('Әлия Серікқызы')
    const [one, two] = [key.seal(plain, 'x'), key.seal(plain, 'x')]
    expect(one).not.toEqual(two)
    expect(Buffer.from(one).includes(Buffer.from(plain))).toBe(false)
  })

  test('is not another case’s key, nor another master key’s', () => {
    const sealed = key.seal(bytesOf('answer'), 'x')
    expect(() => keys.create().key.open(sealed, 'x')).toThrow(KeyError)
    expect(() => createKeys(randomBytes(32)).unwrap(wrapped)).toThrow(KeyError)
  })

  test('refuses a wrapped key that was altered', () => {
    const altered = wrapped.map((byte, i) => (i === wrapped.length - 1 ? byte ^ 1 : byte))
    expect(() => keys.unwrap(altered)).toThrow(KeyError)
  })
})

const bytesOf = (value: string) => new TextEncoder().encode(value)

describe('keys from the master key', () => {
  const master = randomBytes(32)
  const [one, again, other] = [createKeys(master), createKeys(master), createKeys(randomBytes(32))]

  test('fingerprint the same person alike in every process and differently for each purpose and pepper', () => {
    expect(one.fingerprint('iin', '900101300007')).toEqual(again.fingerprint('iin', '900101300007'))
    expect(one.fingerprint('iin', '900101300007')).not.toEqual(one.fingerprint('link', '900101300007'))
    expect(one.fingerprint('iin', '900101300007')).not.toEqual(other.fingerprint('iin', '900101300007'))
    expect(one.fingerprint('iin', '900101300007')).toHaveLength(32)
  })

  test('are the same for the same purpose only', () => {
    const sealed = one.own('parked inputs').seal(bytesOf('text'), '1')
    expect(again.own('parked inputs').open(sealed, '1')).toEqual(bytesOf('text'))
    expect(() => again.own('exchanges').open(sealed, '1')).toThrow(KeyError)
  })

  test('need 32 bytes', () => {
    expect(() => createKeys(randomBytes(31))).toThrow(KeyError)
  })
})

describe('the file of the master key', () => {
  test('is made once, for its owner only, even by several processes', async () => {
    const file = join(await temporaryDir(), 'keys', 'master')
    const made = await Promise.all([
      loadOrCreateMasterKey(file),
      loadOrCreateMasterKey(file),
      loadOrCreateMasterKey(file),
    ])
    expect(new Set(made.map(each => Buffer.from(each).toString('hex'))).size).toBe(1)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await loadMasterKey(file)).toEqual(made[0])
    expect((await readFile(file, 'utf8')).trim()).toHaveLength(44)
  })

  test('is named when it is missing or holds something else', async () => {
    const file = join(await temporaryDir(), 'master')
    await expect(loadMasterKey(file)).rejects.toThrow('MASTER_KEY_FILE')
    await writeFile(file, 'secret')
    await expect(loadMasterKey(file)).rejects.toThrow('32 bytes as base64')
  })
})
