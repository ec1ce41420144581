import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

interface Entry {
  version?: string
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  optionalDependencies?: Record<string, string>
}

const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
const packages = Object.entries((JSON.parse(text) as { packages: Record<string, Entry> }).packages).filter(
  ([path]) => path,
)
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

test('the lock file names no download host', () => {
  expect(packages.length).toBeGreaterThan(300)
  expect(packages.filter(([, { resolved }]) => resolved)).toEqual([])
  expect(text).not.toMatch(/"(resolved|tarball)":|\.tgz/)
})

test('every package is pinned by its content', () => {
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
})

test('every direct dependency has one exact version', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

// Where a registry lacks one platform's package, npm leaves it out of the lock file, and every later `npm ci` fails.
test('every optional package of every platform is locked', () => {
  const locked = new Set(
    packages.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  )
  const wanted = packages.flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {}))
  expect(wanted.filter(name => !locked.has(name))).toEqual([])
})
