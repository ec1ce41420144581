import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { textKeys } from '../flows/soundness/texts.ts'
import { languages } from '../flows/values/language.ts'
import { BadUsage } from './command.ts'
import { emptyChecklist, skeleton } from './flow-skeleton.ts'

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const camel = (id: string) => id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** JSON as one writes it in a program. */
const asSource = (value: unknown) =>
  JSON.stringify(value, null, 2)
    .replaceAll(/"(\w+)":/g, '$1:')
    .replaceAll('"', "'")

const flowSource = (id: string) => `import { type Checklist, defineFlow } from '../vocabulary.ts'
import checklist from './checklist.json' with { type: 'json' }

export default defineFlow({
  checklist: checklist as Checklist,
${asSource(skeleton(id)).slice(2)})
`

interface Stubs {
  [key: string]: Stubs
}

/** A place for each text that the definition asks for. A group without texts is no text: the flow is unsound until each is written. */
function textStubs(id: string): Stubs {
  const stubs: Stubs = {}
  const own = textKeys({ ...skeleton(id), checklist: emptyChecklist }).filter(key => key.startsWith(`${id}:`))
  for (const key of own) {
    let group = stubs
    for (const part of key.slice(id.length + 1).split('.')) {
      group[part] ??= {}
      group = group[part]
    }
  }
  return stubs
}

/** The catalogue with one more service. Errors: `BadUsage` when it is not written as this program writes it. */
export function withService(source: string, id: string): string {
  const lines = source.split('\n')
  const imports = lines.filter(line => line.startsWith('import '))
  const path = (line: string) => line.slice(line.indexOf("'"))
  const sorted = [...imports, `import ${camel(id)} from './${id}/flow.ts'`].toSorted((a, b) =>
    path(a) < path(b) ? -1 : 1,
  )
  const rest = lines.filter(line => !line.startsWith('import ')).join('\n')
  const listed = rest.replace(/flows: \[([^\]]*)\]/, (_, names: string) => `flows: [${names}, ${camel(id)}]`)
  if (listed === rest) throw new BadUsage('flows/catalogue.ts lists no flows')
  return [...sorted, listed].join('\n')
}

/** Makes the folder, texts and catalogue line of a new service under `root`; gives the paths written. Errors: `BadUsage`. */
export async function writeFlow(root: URL, id: string): Promise<string[]> {
  if (!kebab.test(id)) throw new BadUsage(`'${id}' cannot be the name of a service: small letters, digits and hyphens`)
  if (existsSync(new URL(`flows/${id}`, root))) throw new BadUsage(`there is a folder flows/${id} already`)
  const catalogue = withService(await readFile(new URL('flows/catalogue.ts', root), 'utf8'), id)
  const files: [path: string, text: string][] = [
    [`flows/${id}/flow.ts`, flowSource(id)],
    [`flows/${id}/checklist.json`, json(emptyChecklist)],
    ...languages.map((language): [string, string] => [`locales/${language}/${id}.json`, json(textStubs(id))]),
    ['flows/catalogue.ts', catalogue],
  ]
  await mkdir(new URL(`flows/${id}`, root))
  for (const [path, text] of files) await writeFile(new URL(path, root), text)
  return files.map(([path]) => path)
}
