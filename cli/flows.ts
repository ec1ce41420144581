import { catalogue } from '../flows/catalogue.ts'
import { BadUsage, type Command, type Outcome } from './command.ts'
import { printFlow } from './flow-table.ts'
import { getService } from './services.ts'

type Action = (services: readonly string[]) => Outcome

const unbuilt =
  (what: string): Action =>
  () => {
    throw new BadUsage(`${what} is not built yet`)
  }

const actions: Record<string, Action> = {
  check: unbuilt('flows check'),
  new: unbuilt('flows new'),
  print(ids) {
    const flows = ids.length > 0 ? ids.map(getService) : catalogue.flows
    const tables = flows.map(printFlow)
    return { exitCode: 0, text: tables.map(({ text }) => text).join('\n\n'), json: tables.map(({ json }) => json) }
  },
}

export const command: Command = {
  usage: 'check | print [SERVICE …] | new SERVICE',
  options: {},
  run({ positionals: [name = '', ...services] }) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) throw new BadUsage('say what to do: check, print or new')
    return action(services)
  },
}
