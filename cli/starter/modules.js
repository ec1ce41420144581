import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { locked } from './lock.js'
import { npm } from './npm.js'

/** @typedef {{ integrity?: string, dev?: boolean, devOptional?: boolean, optional?: boolean }} Locked */
/** @typedef {Record<string, Locked>} Packages */

/**
 * Makes node_modules hold what package-lock.json says; installs only when it does not.
 * @param {string} root
 * @param {{ env: NodeJS.ProcessEnv, development: boolean }} options development: whether development packages are needed
 */
export async function modulesReady(root, { env, development }) {
  if (installed(root, development)) return
  await locked(root, async () => {
    if (installed(root, development)) return
    const began = Date.now()
    console.error('tereze: installing packages from package-lock.json …')
    const args = ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    await npm(args, { cwd: root, env })
    console.error(`tereze: packages installed in ${Math.round((Date.now() - began) / 1000)} s`)
  })
}

/** npm writes node_modules/.package-lock.json last, so an interrupted installation does not count. @param {string} root @param {boolean} development */
function installed(root, development) {
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  return present !== undefined && matches(readPackages(join(root, 'package-lock.json')) ?? {}, present, development)
}

/**
 * Whether what is present satisfies the lock. Optional packages (other platforms) and, outside development, development
 * packages may be absent; nothing may differ, and nothing may be there that the lock does not name.
 * @param {Packages} wanted @param {Packages} present @param {boolean} development
 */
export function matches(wanted, present, development) {
  const mayMiss = (/** @type {Locked} */ entry) => entry.optional || (!development && (entry.dev || entry.devOptional))
  const satisfied = Object.entries(wanted).every(([path, entry]) => {
    const found = present[path]
    return path === '' || (found ? found.integrity === entry.integrity : mayMiss(entry))
  })
  return satisfied && Object.keys(present).every(path => path in wanted)
}

/** @param {string} file @returns {Packages | undefined} */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}
