import type { Database } from '../database/port.ts'

/** Leases that ran out go back; what was taken in two days ago is forgotten: no channel delivers again later than that. */
export async function tidy(database: Database): Promise<void> {
  await database.query('select reclaim_effects()')
  await database.query("delete from received where at < now() - interval '2 days'")
}

/** At the start of the only process that a database has: whoever held a lease is gone, and nobody need wait for its end. */
export async function takeOver(database: Database): Promise<void> {
  await database.query("update effect set leased_until = now() - interval '1 second' where status = 'leased'")
  await tidy(database)
}

const everyMs = 5000

/** For a process that schedules and carries nothing out itself. */
export function startTidying(
  database: Database,
  log: { error(about: object, message: string): void },
): { stop(): void } {
  const failed = (fault: unknown) => log.error({ err: fault }, 'leases that ran out were not taken back')
  const timer = setInterval(() => void tidy(database).catch(failed), everyMs)
  return { stop: () => clearInterval(timer) }
}
