import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { locked } from './lock.js'

const module = (name: string) => JSON.stringify(join(import.meta.dirname, name))
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'starter-'))
})
afterEach(() => vi.restoreAllMocks())
afterEach(() => rm(dir, { recursive: true, force: true }))

/** A process that hands over to `script` as the starter does. */
function starter(script: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const file = join(dir, 'child.mjs')
  writeFileSync(file, script)
  const parent = `import { handOver } from ${module('child.js')}
handOver(process.execPath, [${JSON.stringify(file)}], process.env)`
  const args = ['--input-type=module', '-e', parent]
  return spawn(process.execPath, args, { env: { ...process.env, npm_lifecycle_event: undefined, ...env } })
}
const ready = (child: ChildProcess) => once(child.stdout ?? child, 'data')
const untilStopped = `
process.on('SIGTERM', () => process.exit(7))
setInterval(() => undefined, 1000)
console.log(process.pid)`

describe('handing over', () => {
  test('the exit code of the program is ours', async () => {
    expect(await once(starter('process.exit(5)'), 'exit')).toEqual([5, null])
  })

  test('a program ended by a signal ends us by the same', async () => {
    expect(await once(starter(`process.kill(process.pid, 'SIGKILL')`), 'exit')).toEqual([null, 'SIGKILL'])
  })

  test('a signal reaches the program, which ends in its own way', async () => {
    const child = starter(untilStopped)
    await ready(child)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([7, null])
  })

  test('when the npm that began it is gone, the program is asked to stop', async () => {
    const program = `
import { writeFileSync } from 'node:fs'
process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(join(dir, 'stopped'))}, ''); process.exit() })
setInterval(() => undefined, 1000)
writeFileSync(${JSON.stringify(join(dir, 'started'))}, '')`
    writeFileSync(join(dir, 'child.mjs'), program)
    const hand = `import { handOver } from ${module('child.js')}; handOver(process.execPath, ['child.mjs'], process.env)`
    writeFileSync(join(dir, 'starter.mjs'), hand)
    const shell = `"${process.execPath}" starter.mjs; true`
    const npm = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(shell)}])`
    const parent = spawn(process.execPath, ['-e', npm], {
      cwd: dir,
      env: { ...process.env, npm_lifecycle_event: 'start' },
    })
    await expect.poll(() => existsSync(join(dir, 'started')), { timeout: 10_000 }).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => existsSync(join(dir, 'stopped')), { timeout: 10_000 }).toBe(true)
  })
})

describe('one installer at a time', () => {
  test('a second one waits for the first', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue()
    const order: string[] = []
    const first = Promise.withResolvers<void>()
    const one = locked(dir, async () => {
      order.push('first began')
      await first.promise
      order.push('first ended')
    })
    await expect.poll(() => order).toEqual(['first began'])
    const two = locked(dir, () => order.push('second'))
    await expect.poll(() => said.mock.calls.flat().join()).toContain('waiting')
    first.resolve()
    await Promise.all([one, two])
    expect(order).toEqual(['first began', 'first ended', 'second'])
  })

  test('the lock of a dead process is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(join(dir, '.install.lock'), String(pid))
    expect(await locked(dir, () => 'done')).toBe('done')
  })

  test('the lock is given back when the work fails', async () => {
    await expect(locked(dir, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network')
    expect(existsSync(join(dir, '.install.lock'))).toBe(false)
  })
})
