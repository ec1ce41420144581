import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const beatMs = 2_000
const staleMs = 15_000

/**
 * Runs `work` while no other process on this folder does: a start and a test begun together must not install at once.
 * A lock whose holder died, or has not touched it for 15 seconds, is taken over.
 * @template T
 * @param {string} root
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(root, work) {
  const file = join(root, '.install.lock')
  await acquire(file)
  const release = () => holder(file) === process.pid && rmSync(file, { force: true })
  const beat = setInterval(() => holder(file) === process.pid && utimesSync(file, new Date(), new Date()), beatMs)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    process.off('exit', release)
    release()
  }
}

/** @param {string} file */
async function acquire(file) {
  for (let tries = 0; !(await taken(file)); tries++) {
    if (tries === 1) console.error('tereze: another start is installing; waiting for it …')
    await wait(250)
  }
}

/** @param {string} file */
async function taken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return stale(file) && (await takenOver(file))
  }
}

/** Of several that take over together the last rename wins; each looks again after the others had time for theirs. @param {string} file */
async function takenOver(file) {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  renameSync(mine, file)
  await wait(200)
  return holder(file) === process.pid
}

/** @param {string} file */
function stale(file) {
  const pid = holder(file)
  if (pid !== undefined && !alive(pid)) return true
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
  return Date.now() - touched > staleMs
}

/** Undefined when the lock is gone, or was made a moment ago and is still empty. @param {string} file */
function holder(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** A process of another user answers EPERM: it is alive. @param {number} pid */
export function alive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
