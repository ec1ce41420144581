import { globSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import { readSources, root, type Source } from './sources.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const rules = read('.dockerignore')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
const allowed = rules.filter(rule => rule.startsWith('!')).map(rule => rule.slice(1))

const without = ['**/*.test.ts', 'locales/*/sandbox-*.json']

/** .dockerignore in the one shape that is easy to be sure of: nothing, except these, without those. */
const isCopied = (path: string) =>
  allowed.some(name => path === name || path.startsWith(`${name}/`)) &&
  !without.some(pattern => matchesGlob(path, pattern))

const sources = new Map(readSources().map(source => [source.path, source]))
const entries = ['main.ts', 'cli.js', 'cli/main.ts']

/** Everything that the entries reach when they run. */
function reached(): Source[] {
  const seen = new Set<string>(entries)
  for (const path of seen) {
    const ours = sources.get(path)?.references.filter(({ kind, typeOnly }) => kind === 'ours' && !typeOnly) ?? []
    for (const { to } of ours) seen.add(to)
  }
  return [...seen].map(path => sources.get(path) ?? { path, lines: 0, references: [], functions: [] })
}

test('.dockerignore lets nothing in but what it names', () => {
  expect(rules).toEqual(['*', ...allowed.map(name => `!${name}`), ...without])
  expect(allowed.filter(name => /[*?]/.test(name))).toEqual([])
})

test('the image holds no stand-in, no test and no demonstration', () => {
  const copied = globSync('**/*', { cwd: root, exclude: ['node_modules', '.node', 'data'] }).filter(isCopied)
  expect(copied.length).toBeGreaterThan(100)
  expect(copied.filter(path => /sandbox|(^|\/)test\/|demo|\.test\./i.test(path))).toEqual([])
})

test('all that main.ts and the commands reach is in the image', () => {
  const modules = reached()
  expect(modules.length).toBeGreaterThan(100)
  expect(modules.map(({ path }) => path).filter(path => !isCopied(path))).toEqual([])
})

test('the image needs no development package', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  const packages = reached().flatMap(({ path, references }) =>
    references.filter(({ kind, typeOnly }) => kind === 'package' && !typeOnly).map(({ to }) => ({ path, to })),
  )
  const missing = packages.filter(({ to }) => !to.startsWith('node:') && !Object.hasOwn(dependencies, to))
  expect(missing).toEqual([])
})

test('the image runs without root, with a health check, from the lock file without scripts', () => {
  const dockerfile = read('Dockerfile')
  expect(dockerfile.match(/^USER .*$/gm)).toEqual(['USER node'])
  expect(dockerfile).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m)
  expect(dockerfile.match(/npm (ci|install).*/g)).toEqual(['npm ci --omit=dev --ignore-scripts'])
})
