import type { Database } from '../database/port.ts'
import type { Wakeups } from './port.ts'

const channel = 'wakeup'

/** NOTIFY, between the processes of one database. */
export function createDatabaseWakeups(database: Database): Wakeups {
  return {
    ring: async bell => void (await database.query('select pg_notify($1, $2)', [channel, bell])),
    on: (bell, rung) => database.listen(channel, rang => rang === bell && rung()),
  }
}
