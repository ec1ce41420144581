/** Reads what .ci/run kept and prints the time of each part and, last, `N passed, N failed`. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const results = process.argv[2] ?? ''
const read = file => readFileSync(join(results, file), 'utf8')
const suites = read('suites.tsv')
  .trimEnd()
  .split('\n')
  .map(line => line.split('\t'))
  .map(([name, code, seconds]) => ({ name, failed: code !== '0', seconds: Number(seconds) }))

/** No report at all is a failure, never nothing to report. */
function readTests() {
  try {
    return JSON.parse(read('tests.json'))
  } catch {
    return { testResults: [], numPassedTests: 0, numFailedTests: 1 }
  }
}
const tests = readTests()
const files = tests.testResults.map(({ name, startTime, endTime, assertionResults, status }) => ({
  folder: relative(process.cwd(), name).split('/').slice(0, -1).slice(0, 2).join('/'),
  seconds: (endTime - startTime) / 1000,
  left: assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed'),
  // A file that does not load has failed although none of its tests did.
  broken: status === 'failed' && !assertionResults.some(({ status }) => status === 'failed'),
}))

console.log('\n── time')
for (const { name, seconds } of suites) console.log(`${String(seconds).padStart(7)} s  ${name}`)
for (const folder of [...new Set(files.map(file => file.folder))].sort()) {
  const seconds = files.filter(file => file.folder === folder).reduce((sum, file) => sum + file.seconds, 0)
  console.log(`${seconds.toFixed(1).padStart(7)} s  tests in ${folder}`)
}

// Nothing may be left out here: a test that skips itself on a poorer machine has to run on this one.
const left = files.flatMap(file => file.left)
for (const { fullName } of left) console.log(`left out: ${fullName}`)

const others = suites.filter(({ name }) => name !== 'tests')
const passed = tests.numPassedTests + others.filter(suite => !suite.failed).length
const counted = tests.numFailedTests + files.filter(file => file.broken).length + left.length
const broken = suites.some(({ name, failed }) => name === 'tests' && failed)
const failed = Math.max(counted, broken ? 1 : 0) + others.filter(suite => suite.failed).length
for (const suite of suites.filter(({ failed }) => failed)) console.log(`failed: ${suite.name}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
