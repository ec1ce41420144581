import { describe, expect, test } from 'vitest'
import { parseIin } from '../../flows/values/iin.ts'
import { getJson, listeningState } from '../../test/support/state-sandbox.ts'
import { testPeople } from './people.ts'

interface Listed {
  leadsTo: unknown
}

/** Numbers that were printed somewhere: in documentation, certificates or other projects' tests. */
const published = ['061211600012', '821214240092', '990101300013', '050615600011', '990101000014', '000101500206']

describe('the test people', () => {
  test('are at least twelve, each with a number and a name of their own', () => {
    expect(testPeople.length).toBeGreaterThanOrEqual(12)
    expect(new Set(testPeople.map(({ iin }) => iin)).size).toBe(testPeople.length)
    expect(new Set(testPeople.map(({ name }) => name)).size).toBe(testPeople.length)
  })

  test.each(testPeople)('$id has a valid number that nobody can have: born on 30 February', ({ iin }) => {
    expect(parseIin(iin)).toEqual({ ok: true, value: iin })
    expect(iin.slice(2, 6)).toBe('0230')
    expect(published).not.toContain(iin)
  })

  test('have names with the letters that Kazakh has and Russian has not', () => {
    const letters = testPeople.map(({ name }) => name).join('')
    for (const letter of 'ӘҒҚҢӨҰҮҺІ') expect(letters.toUpperCase()).toContain(letter)
  })

  test('cover every way an application can go', () => {
    const values = <K extends 'certificate' | 'provider'>(key: K) => new Set(testPeople.map(person => person[key]))
    expect(values('certificate')).toEqual(new Set(['valid', 'revoked', 'expired', 'foreign']))
    expect(values('provider')).toEqual(new Set(['approves', 'refuses', 'silent']))
  })
})

test('GET /sandbox/people lists who can be played, in one language or both', async () => {
  const { url, close } = await listeningState()
  const both = await getJson<Listed[]>(`${url}/sandbox/people`)
  const russian = await getJson<Listed[]>(`${url}/sandbox/people?lang=ru`)
  await close()
  expect(both).toHaveLength(testPeople.length)
  expect(Object.keys(both[0] ?? {})).toEqual(['iin', 'name', 'password', 'leadsTo'])
  expect(both[0]?.leadsTo).toEqual(testPeople[0]?.leadsTo)
  expect(russian[0]?.leadsTo).toBe(testPeople[0]?.leadsTo.ru)
})
