import type { Command } from './command.ts'

/** The overview of `npx tereze`. `load` is absent where the starter runs a program of its own. */
export interface Listed {
  summary: string
  load?: () => Promise<{ command: Command }>
}

type Name = 'demo' | 'serve' | 'migrate' | 'number' | 'due' | 'flows' | 'cases' | 'verify'

export const commands = {
  demo: { summary: 'the product and stand-ins for the systems around it, on this machine; what npm start runs' },
  serve: { summary: 'the product itself, connected to real systems; configured by the environment' },
  migrate: { summary: 'bring the database of DATABASE_URL up to date', load: () => import('./migrate.ts') },
  number: { summary: 'check an IIN or a BIN', load: () => import('./number.ts') },
  due: { summary: 'every deadline of a service, with its law', load: () => import('./due.ts') },
  flows: { summary: 'check or print the definitions of services', load: () => import('./flows.ts') },
  cases: { summary: 'rebuild the projections of cases from their ledgers', load: () => import('./cases.ts') },
  verify: { summary: 'check a signature', load: () => import('./verify.ts') },
} satisfies Record<Name, Listed>

export const findCommand = (name: string): Listed | undefined =>
  Object.hasOwn(commands, name) ? commands[name as Name] : undefined
