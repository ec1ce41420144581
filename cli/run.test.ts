import { describe, expect, test } from 'vitest'
import { checkDigit } from '../flows/values/iin.ts'
import { commands } from './commands.ts'
import { run } from './run.ts'

const numbered = (eleven: string) => `${eleven}${checkDigit(eleven)}`
const json = async (...argv: string[]) => {
  const { exitCode, stdout } = await run([...argv, '--json'])
  return { exitCode, answer: JSON.parse(stdout) as unknown }
}

describe('help', () => {
  test.each(Object.keys(commands))('%s explains itself', async name => {
    const { exitCode, stdout } = await run([name, '--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`npx tereze ${name}`)
  })

  test('without a command there is an overview of all', async () => {
    const { stdout } = await run([])
    for (const name of Object.keys(commands)) expect(stdout).toContain(`  ${name} `)
  })
})

describe('bad usage ends with 2 and prints nothing to standard output', () => {
  test.each([
    ['an unknown command', ['fly']],
    ['the name of an inherited property', ['constructor']],
    ['an unknown option', ['number', '1', '--fast']],
    ['a missing argument', ['number']],
    ['one argument too many', ['number', '1', '2']],
    ['an unknown service', ['due', 'passport', '--from', '2026-11-23T10:00:00+05:00']],
    ['no moment', ['due', 'guardianship-certificate']],
    ['a moment without a zone', ['due', 'guardianship-certificate', '--from', '2026-11-23T10:00:00']],
    ['an unknown track', ['due', 'guardianship-certificate', '--from', '2026-11-23T10:00:00Z', '--track', 'fast']],
    ['nobody to trust', ['verify', 'no-such-file']],
    ['a file that is not there', ['verify', 'no-such-file', '--trust', import.meta.dirname]],
    ['cases that are nowhere', ['cases', 'rebuild']],
    ['a service whose name is none', ['flows', 'new', 'Tax Residency']],
    ['a service that there is already', ['flows', 'new', 'guardianship-certificate']],
  ])('%s', async (_, argv) => {
    expect(await run(argv)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/\w/) })
  })
})

describe('number', () => {
  test('an IIN is valid', async () => {
    expect(await json('number', numbered('90010130001'))).toEqual({ exitCode: 0, answer: { valid: true, kind: 'iin' } })
  })
  test('a BIN is valid', async () => {
    expect(await json('number', numbered('10014000001'))).toEqual({ exitCode: 0, answer: { valid: true, kind: 'bin' } })
  })
  test('a wrong check digit ends with 1 and says so', async () => {
    const wrong = numbered('90010130001').replace(/\d$/, last => String((Number(last) + 1) % 10))
    expect(await json('number', wrong)).toEqual({ exitCode: 1, answer: { valid: false, problem: 'check-digit' } })
  })
  test('the number itself is never printed', async () => {
    const number = numbered('90010130001')
    expect((await run(['number', number])).stdout).not.toContain(number)
  })
})

describe('due', () => {
  test('each term of the service stands with its law, once', async () => {
    const { answer } = await json('due', 'guardianship-certificate', '--from', '2026-11-20T18:00:00+05:00')
    expect(answer).toMatchObject({
      from: '2026-11-20T13:00:00.000Z',
      deadlines: [
        { track: 'manual', limit: 'T-06', law: '§5', due: { date: '2026-11-25' } },
        { track: 'automatic', limit: 'T-05', law: '§5', due: { at: '2026-11-20T13:05:00.000Z' } },
      ],
    })
  })
})

test('due tells a term in words', async () => {
  const { stdout } = await run(['due', 'guardianship-certificate', '--from', '2026-11-20T18:00:00+05:00'])
  expect(stdout).toMatch(/3 working days {2}due[\s\S]*5 minutes {2}due/)
})

test('flows print gives actor, step, law, refusal and clock of every step', async () => {
  const { stdout } = await run(['flows', 'print', 'guardianship-certificate'])
  expect(stdout).toMatch(/applicant +signature +sign +§11\(6\) +RF-G4 \(§11\(7\)\) +T-25; T-26/)
  expect(stdout).toMatch(/system +request +submit .*3 working days \(T-06, §5\).*5 minutes \(T-05, §5\)/)
})
