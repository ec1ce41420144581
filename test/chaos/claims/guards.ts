import { execFile } from 'node:child_process'
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Guard, guards as listed } from '../guards.ts'
import { temporary } from '../town/processes.ts'
import type { Claim, Finding, Setting } from './claim.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The sources as they lie here, with the modules that are installed. */
async function copyOfSources(): Promise<string> {
  const copy = await temporary('guards')
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 2 ** 26 })
  for (const file of stdout.split('\0').filter(Boolean))
    await cp(join(root, file), join(copy, file), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** True when the tests of this file pass. */
const passes = (dir: string, test: string): Promise<boolean> =>
  new Promise(resolve =>
    execFile(
      join(dir, 'node_modules/.bin/vitest'),
      ['run', test],
      { cwd: dir, env: withThisNode(), maxBuffer: 2 ** 26 },
      fault => resolve(fault === null),
    ),
  )
const withThisNode = () => ({ ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` })

/** What is wrong with the guard; undefined when its test goes red without it. */
async function tryWithout(dir: string, { name, file, guard, without, test }: Guard): Promise<string | undefined> {
  const path = join(dir, file)
  const source = await readFile(path, 'utf8')
  if (source.split(guard).length !== 2) return `${name}: ${file} does not hold it once`
  await writeFile(path, source.replace(guard, without))
  const green = await passes(dir, test)
  await writeFile(path, source)
  return green ? `${name}: without it ${test} stays green` : undefined
}

async function prove({ size, say }: Setting): Promise<Finding> {
  const chosen = size === 'full' ? listed : listed.filter(({ test }) => test.includes('signatures'))
  const dir = await copyOfSources()
  const problems: string[] = []
  try {
    for (const test of new Set(chosen.map(guard => guard.test)))
      if (!(await passes(dir, test))) problems.push(`${test} is red with all its guards`)
    for (const guard of chosen) {
      const problem = await tryWithout(dir, guard)
      say(problem ?? `${guard.name}: red without it`)
      if (problem) problems.push(problem)
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  return {
    figures: { guards: chosen.length, ...Object.fromEntries(chosen.map(({ name, test }) => [name, test])) },
    problems,
  }
}

export const guards: Claim = {
  name: 'guards',
  claim: 'Each guard has a test that goes red when the guard is taken away.',
  prove,
}
