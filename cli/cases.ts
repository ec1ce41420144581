import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../flows/catalogue.ts'
import { type Rebuilt, rebuildCases } from '../services/cases/rebuild.ts'
import { openDatabase } from '../services/database/open.ts'
import { createKeys } from '../services/keys/keys.ts'
import { loadMasterKey } from '../services/keys/master-key.ts'
import { BadUsage, type Command } from './command.ts'

/** The same places as the product's. A database that is not there is not made. */
function placesOf({ DATABASE_DIRECT_URL, DATABASE_URL, DATA_DIR, MASTER_KEY_FILE }: NodeJS.ProcessEnv) {
  const url = DATABASE_DIRECT_URL || DATABASE_URL || undefined
  const keyFile = MASTER_KEY_FILE || (DATA_DIR && join(DATA_DIR, 'master.key'))
  const dir = join(DATA_DIR ?? '', 'postgres')
  if (!url && !DATA_DIR) throw new BadUsage('set DATABASE_URL, or DATA_DIR for the embedded database')
  if (!url && !existsSync(dir)) throw new BadUsage(`DATA_DIR: there is no database in ${dir}`)
  if (!keyFile) throw new BadUsage('set MASTER_KEY_FILE: without it no ledger can be read')
  return { url, dir, keyFile }
}

const lines = ({ cases, differing, broken }: Rebuilt, checkOnly: boolean) => [
  `${cases} cases read`,
  ...differing.map(id => `${id}: ${checkOnly ? 'is not' : 'was not'} what its ledger says`),
  ...broken.map(id => `${id}: its ledger was altered or cannot be read`),
]

export const command: Command = {
  usage: 'rebuild [--check]',
  options: {},
  flags: { check: 'only compare, write nothing' },
  async run({ positionals, flags }) {
    if (positionals.join(' ') !== 'rebuild') throw new BadUsage('say what to do: rebuild')
    const { keyFile, ...place } = placesOf(process.env)
    const keys = createKeys(await loadMasterKey(keyFile))
    const checkOnly = flags.has('check')
    const database = await openDatabase(place)
    try {
      const rebuilt = await rebuildCases(database, keys, catalogue, { checkOnly })
      const isWell = rebuilt.broken.length === 0 && (!checkOnly || rebuilt.differing.length === 0)
      return { exitCode: isWell ? 0 : 1, text: lines(rebuilt, checkOnly).join('\n'), json: rebuilt }
    } finally {
      await database.close()
    }
  },
}
