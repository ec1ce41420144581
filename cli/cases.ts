import { BadUsage, type Command } from './command.ts'

export const command: Command = {
  usage: 'rebuild',
  options: {},
  run() {
    throw new BadUsage('rebuilding projections is not built yet')
  },
}
