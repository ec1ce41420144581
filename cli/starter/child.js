import { spawn, spawnSync } from 'node:child_process'
import { alive } from './lock.js'

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs the entry under `node` and ends as it ends: same exit code, same signal.
 * @param {string} node
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function handOver(node, args, env) {
  const child = spawn(node, args, { stdio: 'inherit', env })
  for (const signal of signals) process.on(signal, () => pass(child, signal))
  const watch = process.env.npm_lifecycle_event ? watchParents(() => child.kill('SIGTERM')) : undefined
  child.once('error', error => {
    throw error
  })
  child.once('exit', (code, signal) => {
    clearInterval(watch)
    for (const name of signals) process.removeAllListeners(name)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

/** Ctrl-C in a terminal reaches the child by itself; twice would mean "at once". @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function pass(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return
  child.kill(signal)
}

/**
 * npm runs us through a shell and hands a signal to that shell only, so a stopped npm would leave us running.
 * Calls `gone` when the shell, or npm behind it, is no longer there.
 * @param {() => void} gone
 */
function watchParents(gone) {
  const shell = process.ppid
  const npm = Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(shell)], { encoding: 'utf8' }).stdout) || shell
  const watch = setInterval(() => {
    if (process.ppid === shell && alive(npm)) return
    clearInterval(watch)
    gone()
  }, 500)
  return watch
}
