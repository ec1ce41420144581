import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync, Visitor } from 'rolldown/utils'

export const root = join(import.meta.dirname, '..', '..')

/** One module of ours: what it refers to and how long its functions are. */
export interface Source {
  path: string
  lines: number
  references: Reference[]
  functions: { line: number; lines: number }[]
}
/** `to` is a path from the root when the file is ours, else the name of a package or 'node:…'. */
export interface Reference {
  to: string
  kind: 'ours' | 'package' | 'computed'
  /** Erased before anything runs. */
  typeOnly: boolean
  line: number
}
interface Span {
  start: number
  end: number
}
type Literal = { type: string; value?: unknown } | null | undefined

/** 'zod/v4' → 'zod', '@scope/name/part' → '@scope/name', './x.ts' → its path from the root. */
function target(from: string, source: Literal): Pick<Reference, 'to' | 'kind'> {
  const specifier = source?.value
  if (typeof specifier !== 'string') return { kind: 'computed', to: 'a computed path' }
  if (specifier.startsWith('.')) return { kind: 'ours', to: posix.join(posix.dirname(from), specifier) }
  if (specifier.startsWith('node:')) return { kind: 'package', to: specifier }
  return { kind: 'package', to: specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') }
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length

/** Parses one module. Every way to reach another file counts: import, export from, import(), import types, new URL(…). */
export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const references: Reference[] = []
  const functions: Source['functions'] = []
  const refer = (source: Literal, start: number, typeOnly = false) => {
    references.push({ ...target(path, source), typeOnly, line: lineAt(text, start) })
  }
  const measure = ({ start, end }: Span) => {
    const line = lineAt(text, start)
    functions.push({ line, lines: lineAt(text, end) - line + 1 })
  }
  new Visitor({
    ImportDeclaration: node => refer(node.source, node.start, node.importKind === 'type'),
    ExportAllDeclaration: node => refer(node.source, node.start, node.exportKind === 'type'),
    ExportNamedDeclaration: node => node.source && refer(node.source, node.start, node.exportKind === 'type'),
    ImportExpression: node => refer(node.source, node.start),
    TSImportType: node => refer(node.source, node.start, true),
    NewExpression(node) {
      const [file, base] = node.arguments
      const besideUs = base?.type === 'MemberExpression' && base.object.type === 'MetaProperty'
      if (!besideUs || node.callee.type !== 'Identifier' || node.callee.name !== 'URL') return
      const name = (file as Literal)?.value
      refer(typeof name === 'string' ? { type: 'Literal', value: `./${name}` } : undefined, node.start)
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program)
  return { path, lines: text.split('\n').length - 1, references, functions }
}

/** Scripts that a browser loads as they are. */
const inBrowser = (path: string) => path.includes('/public/')

/** Every module of the tree, tests too. */
export function readSources(): Source[] {
  const found = globSync('**/*.{ts,js}', {
    cwd: root,
    exclude: ['node_modules', '.node', 'data', 'coverage'],
  })
  return found
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !inBrowser(path))
    .map(path => readSource(path, readFileSync(join(root, path), 'utf8')))
}

export const isTest = (path: string) => path.startsWith('test/') || path.endsWith('.test.ts')
