import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { catalogue } from '../flows/catalogue.ts'
import { problems } from '../flows/soundness.ts'
import { hasText } from '../locales/translate.ts'
import { BadUsage, type Command, type Outcome, only } from './command.ts'
import { printFlow } from './flow-table.ts'
import { writeFlow } from './new-flow.ts'
import { getService } from './services.ts'

/** Where services are written: the tree that this program is part of. */
const root = pathToFileURL(`${join(import.meta.dirname, '..')}/`)

type Action = (services: readonly string[]) => Outcome | Promise<Outcome>

const named = (ids: readonly string[]) => (ids.length > 0 ? ids.map(getService) : catalogue.flows)

const actions: Record<string, Action> = {
  check(ids) {
    const found = named(ids).map(flow => ({ service: flow.id, problems: problems(flow, hasText) }))
    const lines = found.flatMap(({ service, problems }) =>
      problems.length > 0 ? problems.map(({ where, what }) => `${service}: ${where}: ${what}`) : [`${service}: sound`],
    )
    return { exitCode: found.some(({ problems }) => problems.length > 0) ? 1 : 0, text: lines.join('\n'), json: found }
  },
  print(ids) {
    const tables = named(ids).map(printFlow)
    return { exitCode: 0, text: tables.map(({ text }) => text).join('\n\n'), json: tables.map(({ json }) => json) }
  },
  async new(ids) {
    const id = only(ids, 'name for the service')
    const written = await writeFlow(root, id)
    const next = `Write the definition and the texts until this finds nothing: npx tereze flows check ${id}`
    return { exitCode: 0, text: [...written, '', next].join('\n'), json: { written } }
  },
}

export const command: Command = {
  usage: 'check [SERVICE …] | print [SERVICE …] | new SERVICE',
  options: {},
  run({ positionals: [name = '', ...services] }) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) throw new BadUsage('say what to do: check, print or new')
    return action(services)
  },
}
