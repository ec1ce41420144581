import { cp, mkdir, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { problems } from '../flows/soundness.ts'
import type { Flow } from '../flows/vocabulary.ts'
import { readTexts } from '../locales/texts.ts'
import { temporaryDir } from '../test/support/dirs.ts'
import { withService, writeFlow } from './new-flow.ts'
import { run } from './run.ts'

async function newService() {
  const root = pathToFileURL(`${await temporaryDir()}/`)
  await mkdir(new URL('locales/kk', root), { recursive: true })
  await mkdir(new URL('locales/ru', root), { recursive: true })
  for (const file of ['catalogue.ts', 'vocabulary.ts'])
    await cp(new URL(`../flows/${file}`, import.meta.url), new URL(`flows/${file}`, root))
  const written = await writeFlow(root, 'tax-residency')
  const { default: flow } = (await import(new URL('flows/tax-residency/flow.ts', root).href)) as { default: Flow }
  return { root, written, flow, texts: readTexts(new URL('locales/', root)) }
}

test('a new service is a folder, two files of texts and a line in the catalogue', async () => {
  const { root, written, flow } = await newService()
  expect(written).toEqual([
    'flows/tax-residency/flow.ts',
    'flows/tax-residency/checklist.json',
    'locales/kk/tax-residency.json',
    'locales/ru/tax-residency.json',
    'flows/catalogue.ts',
  ])
  expect(flow).toMatchObject({ id: 'tax-residency', version: 1 })
  const catalogue = await readFile(new URL('flows/catalogue.ts', root), 'utf8')
  expect(catalogue).toContain("import taxResidency from './tax-residency/flow.ts'")
  expect(catalogue).toContain('flows: [guardianshipCertificate, taxResidency]')
})

test('it is unsound until its law and its texts are written', async () => {
  const { flow, texts } = await newService()
  const isWritten = (language: 'kk' | 'ru', namespace: string, path: string) =>
    typeof path
      .split('.')
      .reduce<unknown>((tree, part) => (tree as Record<string, unknown>)?.[part], texts[language][namespace]) ===
    'string'
  const found = problems(
    flow,
    (language, namespace, path) => namespace === 'common' || isWritten(language, namespace, path),
  )
  expect(found).toContainEqual({ where: 'phone', what: expect.stringContaining('cites no paragraph') })
  expect(found).toContainEqual({ where: 'text tax-residency:steps.phone.question', what: 'is missing in kk and ru' })
  expect(found).toContainEqual({ where: 'edition first', what: 'is in force on no date' })
})

test('the catalogue keeps its imports in order', () => {
  const source =
    "import type { Catalogue } from './engine/versions.ts'\nimport b from './b/flow.ts'\n\nexport const catalogue = { flows: [b] }\n"
  expect(withService(source, 'a')).toBe(
    "import a from './a/flow.ts'\nimport b from './b/flow.ts'\nimport type { Catalogue } from './engine/versions.ts'\n\nexport const catalogue = { flows: [b, a] }\n",
  )
})

test('the services on offer are sound', async () => {
  expect(await run(['flows', 'check'])).toEqual({ exitCode: 0, stdout: 'guardianship-certificate: sound', stderr: '' })
})

test('a printed service gives actor, step, law, refusal, clock and ids', async () => {
  const { stdout } = await run(['flows', 'print', 'guardianship-certificate'])
  const row = (step: string) => stdout.split('\n').find(line => line.split(/\s{2,}/)[1] === step)
  expect(row('identity')).toMatch(
    /^applicant +identity +identify +§11\(1\)–\(3\) +RF-G3 \(§11\(4\)\) +T-22; T-23 +.*G-40 G-41 G-42 G-43 RF-G3$/,
  )
  expect(row('request')).toContain('automatic: 5 minutes (T-05, §5)')
  expect(row('wards.birthCertificate')).toContain('birthRecord = earlierOrAbroad')
})
