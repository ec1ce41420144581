import { isTest, type Reference, type Source } from './sources.ts'

/**
 * Who may import whom. The first line whose `from` matches a module speaks for it; `to` lists what it may reach:
 * beginnings of paths, where `*` is one folder and `$1` the folder caught by `from`. `packages` says which npm packages
 * and Node modules: all, or those named. Tests may import everything.
 */
interface Arrow {
  from: RegExp
  to: readonly string[]
  packages: 'all' | readonly string[]
  why: string
}

const ports = 'services/*/port.ts'
const everythingButSandbox = [
  'composition/',
  'bot/',
  'staff/',
  'flows/',
  'services/',
  'locales/',
  'cli/',
  'config.ts',
  'main.ts',
  'package.json',
]

export const arrows: readonly Arrow[] = [
  {
    from: /^flows\/values\//,
    to: ['flows/values/', 'flows/vocabulary.ts'],
    packages: ['zod'],
    why: 'Values are what everything else is made of; they know nothing but each other.',
  },
  {
    from: /^flows\/engine\//,
    to: ['flows/engine/', 'flows/values/', 'flows/vocabulary.ts'],
    packages: ['zod', 'node:crypto'],
    why: 'The engine is pure and knows the vocabulary, never a particular public service, a channel or a clock.',
  },
  {
    from: /^flows\/reception\//,
    to: ['flows/'],
    packages: ['zod'],
    why: 'Reception stands before all services and shows every case the same way; it performs nothing and knows no channel.',
  },
  {
    from: /^flows\/([^/]+)\//,
    to: ['flows/$1/', 'flows/engine/', 'flows/values/', 'flows/vocabulary.ts'],
    packages: ['zod'],
    why: 'Two public services share the vocabulary and the engine, never each other; what a flow needs from outside is a step kind.',
  },
  {
    from: /^flows\/[^/]+\.ts$/,
    to: ['flows/'],
    packages: ['zod'],
    why: 'Flows import themselves and zod: no channel, no service, no I/O, no text.',
  },
  {
    from: /^services\/(cases|records)\//,
    to: ['services/cases/', 'services/records/', ports, 'flows/', 'locales/'],
    packages: 'all',
    why: 'The desk and its records are where flows meet services; they know services by their ports, and no face.',
  },
  {
    from: /^services\/([^/]+)\//,
    to: ['services/$1/', ports, 'flows/values/', 'locales/'],
    packages: 'all',
    why: 'A service answers whoever calls it: it knows no flow and no face, and other services only by their ports.',
  },
  {
    from: /^(bot\/[^/]+|staff)\//,
    to: ['$1/', 'flows/', ports, 'locales/'],
    packages: 'all',
    why: 'Faces are strangers to each other: what two of them share belongs in flows or behind a port.',
  },
  {
    from: /^locales\//,
    to: ['locales/', 'flows/values/', 'flows/vocabulary.ts'],
    packages: 'all',
    why: 'Texts know values and the vocabulary, and nothing of who shows them.',
  },
  {
    from: /^sandbox\//,
    to: ['sandbox/', ports, 'flows/values/', 'locales/'],
    packages: 'all',
    why: 'A stand-in that used our own implementation would agree with our mistakes: it speaks the wire by itself.',
  },
  {
    from: /^composition\//,
    to: everythingButSandbox,
    packages: 'all',
    why: 'The composition wires the product by hand; stand-ins, their keys and their clock are no part of it.',
  },
  {
    from: /^demo\.ts$/,
    to: [...everythingButSandbox, 'sandbox/'],
    packages: 'all',
    why: 'The demonstration is the product and the stand-ins together, and nothing of the tests.',
  },
  {
    from: /^(cli\/.*|[^/]+\.(ts|js))$/,
    to: everythingButSandbox,
    packages: 'all',
    why: 'Stand-ins, their keys and their clock must not exist in production: only demo.ts and tests import sandbox/.',
  },
]

const matches = (pattern: string, path: string) =>
  pattern.includes('*')
    ? new RegExp(`^${pattern.replace('*', '[^/]+')}$`).test(path)
    : path.startsWith(pattern) || `${path}/` === pattern

function mayReach(arrow: Arrow, from: string, to: string): boolean {
  const caught = arrow.from.exec(from)?.[1] ?? ''
  return arrow.to.some(pattern => matches(pattern.replace('$1', caught), to))
}

function forbidden(arrow: Arrow, from: string, { to, kind }: Reference): boolean {
  if (kind === 'computed') return true
  if (kind === 'ours') return isTest(to) || !mayReach(arrow, from, to)
  return arrow.packages !== 'all' && !arrow.packages.includes(to)
}

/** One sentence for each import that goes against the arrows; empty when all is well. */
export function violations(sources: readonly Source[]): string[] {
  return sources.filter(({ path }) => !isTest(path)).flatMap(violationsOf)
}

function violationsOf({ path, references }: Source): string[] {
  const arrow = arrows.find(({ from }) => from.test(path))
  if (!arrow) return [`${path}: no arrow speaks for this place; say in test/soundness/arrows.ts what it may import`]
  return references
    .filter(reference => forbidden(arrow, path, reference))
    .map(({ to, line }) => `${path}:${line} must not import ${to}. ${arrow.why}`)
}
