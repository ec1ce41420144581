import { expect, test } from 'vitest'
import { isTest, readSources } from './sources.ts'

const sources = readSources().filter(({ path }) => !isTest(path))
const functions = sources.flatMap(({ path, functions }) =>
  functions.map(f => ({ where: `${path}:${f.line}`, lines: f.lines })),
)

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

test('no file is longer than 250 lines', () => {
  const long = sources.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path}: ${lines} lines`)
  expect(long).toEqual([])
})

test('half of the files have at most 60 lines', () => {
  expect(median(sources.map(({ lines }) => lines))).toBeLessThanOrEqual(60)
})

test('no function is longer than 40 lines', () => {
  const long = functions.filter(({ lines }) => lines > 40).map(({ where, lines }) => `${where}: ${lines} lines`)
  expect(long).toEqual([])
})

test('half of the functions have at most 8 lines', () => {
  expect(functions.length).toBeGreaterThan(sources.length)
  expect(median(functions.map(({ lines }) => lines))).toBeLessThanOrEqual(8)
})
