import { expect, test } from 'vitest'
import { matches } from './modules.js'

const wanted = {
  '': {},
  'node_modules/a': { integrity: 'sha512-a' },
  'node_modules/dev': { integrity: 'sha512-dev', dev: true },
  'node_modules/mac': { integrity: 'sha512-mac', optional: true },
}
const { '': _root, ...all } = wanted
const { 'node_modules/dev': _dev, ...production } = all
const { 'node_modules/a': _a, ...withoutOne } = all

test.each([
  ['everything is there', all, true, true],
  ['another platform is not there', { ...production, 'node_modules/dev': all['node_modules/dev'] }, true, true],
  ['a package is missing', withoutOne, true, false],
  ['a package differs', { ...all, 'node_modules/a': { integrity: 'sha512-b' } }, true, false],
  ['there is one that the lock does not name', { ...all, 'node_modules/b': { integrity: 'sha512-b' } }, true, false],
  ['development packages are missing in development', production, true, false],
  ['development packages are missing in production', production, false, true],
  ['nothing is there', {}, false, false],
])('%s', (_, present, development, expected) => {
  expect(matches(wanted, present, development)).toBe(expected)
})
