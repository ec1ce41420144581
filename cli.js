#!/usr/bin/env node
/**
 * The one way in, in plain JavaScript for Node 20 or newer: sees to Node 24 and to the packages of the lock file,
 * then hands over to the TypeScript sources, which Node 24 runs as they are.
 */
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { handOver } from './cli/starter/child.js'
import { modulesReady } from './cli/starter/modules.js'
import { node24 } from './cli/starter/node24.js'

const root = import.meta.dirname
const [command = '--help', ...rest] = process.argv.slice(2)

/** `run` is for the scripts of package.json: a file of ours or a tool from node_modules. */
function entry() {
  const program = !rest.includes('--help')
  if (program && command === 'demo') return [join(root, 'demo.ts'), ...rest]
  if (program && command === 'serve') return [join(root, 'main.ts'), ...rest]
  if (command !== 'run') return [join(root, 'cli', 'main.ts'), command, ...rest]
  const [tool = '', ...args] = rest
  return [tool.endsWith('.ts') ? join(root, tool) : join(root, 'node_modules', '.bin', tool), ...args]
}

try {
  const node = await node24(root)
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  const development = command === 'demo' || command === 'run'
  await modulesReady(root, { env, development })
  const [file = '', ...args] = entry()
  if (!existsSync(file)) throw new Error(`${file} does not exist`)
  handOver(node, [file, ...args], env)
} catch (error) {
  console.error(`tereze: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
