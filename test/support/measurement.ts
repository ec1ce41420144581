import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}docs/measurements`

const said = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version

/** What anybody needs to measure the same again: the commit, the machine, the versions. */
export function circumstances(packages: readonly string[]) {
  return {
    commit:
      said('git', 'rev-parse', '--short', 'HEAD') +
      (said('git', 'status', '--porcelain', '-uno') ? ' and changes' : ''),
    at: said('date', '--iso-8601=seconds'),
    machine: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}`,
    node: process.version,
    redis: said('redis-server', '--version')
      .split(' ')
      .find(word => word.startsWith('v='))
      ?.slice(2),
    packages: Object.fromEntries(packages.map(name => [name, versionOf(name)])),
  }
}
/** Writes `docs/measurements/<name>.md` and `.json`. */
export function writeMeasurement(name: string, text: string, data: object): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}.md`, text)
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(data, undefined, 1)}\n`)
}
