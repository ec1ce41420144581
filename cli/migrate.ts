import { migrate } from '../services/database/migrate.ts'
import { openServer } from '../services/database/server.ts'
import { BadUsage, type Command } from './command.ts'

export const command: Command = {
  usage: '',
  options: {},
  async run({ positionals }) {
    const url = process.env.DATABASE_DIRECT_URL ?? process.env.DATABASE_URL
    if (positionals.length > 0) throw new BadUsage('migrate takes no arguments')
    if (!url) throw new BadUsage('set DATABASE_URL; the embedded database brings itself up to date')
    const database = await openServer(url)
    try {
      const applied = await migrate(database)
      return { exitCode: 0, text: applied.length > 0 ? applied.join('\n') : 'nothing to apply', json: { applied } }
    } finally {
      await database.close()
    }
  },
}
