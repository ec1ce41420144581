import { spawn } from 'node:child_process'

/**
 * Runs npm; what it prints goes to our standard error, because standard output belongs to the command.
 * Rejects when npm fails.
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export function npm(args, options) {
  const child = spawn('npm', args, { ...options, stdio: ['ignore', 2, 2] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => (code === 0 ? resolve() : reject(new Error(`npm ${args[0]} failed`))))
  })
}
