import { systemClock } from '../../../composition/clock.ts'
import { openServer } from '../../../services/database/server.ts'
import { EffectRunner } from '../../../services/effects/runner.ts'
import { createDatabaseWakeups } from '../../../services/wakeups/postgres.ts'

/** A worker whose only kind of effect is to call the witness, who keeps the order of what really happened. */
const [databaseUrl = '', witness = '', name = ''] = process.argv.slice(2)
const database = await openServer(databaseUrl)
const runner = new EffectRunner({
  database,
  clock: systemClock,
  wakeups: createDatabaseWakeups(database),
  log: { error: (about, message) => console.error(message, about) },
  leaseSeconds: 2,
  pollMs: 100,
  performers: {
    witnessed: async ({ key, queue, token }) => {
      await fetch(witness, { method: 'POST', body: JSON.stringify({ key, queue, token, worker: name }) })
      return { outcome: 'done' }
    },
  },
})
runner.start()
await fetch(witness, { method: 'PUT' })
