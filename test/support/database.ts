import { openEmbedded } from '../../services/database/embedded.ts'
import { migrate } from '../../services/database/migrate.ts'
import type { Database } from '../../services/database/port.ts'
import { openServer } from '../../services/database/server.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { findPostgres } from './postgres-binaries.ts'

const tables = `select string_agg(quote_ident(tablename), ', ') as names from pg_tables
  where schemaname = 'public' and tablename <> 'schema_migration'`

async function empty(database: Database): Promise<Database> {
  const [row] = await database.query<{ names: string | null }>(tables)
  if (row?.names) await database.query(`truncate ${row.names} restart identity cascade`)
  return database
}

async function migrated(opening: Promise<Database>): Promise<Database> {
  const database = await opening
  await migrate(database)
  return database
}

let embedded: Promise<Database> | undefined

/** The embedded engine with all migrations and no rows: one for each vitest worker, emptied by each call. Do not close it. */
export async function freshDatabase(): Promise<Database> {
  embedded ??= migrated(openEmbedded('memory'))
  return empty(await embedded)
}

let server: Promise<PostgresServer> | undefined
let databases = 0

/** One real PostgreSQL for each vitest worker; it ends with the worker. Do not stop it. */
export function postgres(): Promise<PostgresServer> {
  server ??= startPostgres()
  return server
}

let onServer: Promise<Database> | undefined

/** The same on a real PostgreSQL. Do not close it. */
export async function freshServerDatabase(): Promise<Database> {
  onServer ??= migrated(emptyServerDatabase().then(openServer))
  return empty(await onServer)
}

/** URL of a new database without tables on the worker's PostgreSQL. */
export async function emptyServerDatabase(): Promise<string> {
  return (await postgres()).create(`test_${++databases}`)
}

/** For `describe.each`: a suite that must hold on both. `missing` says why an engine cannot be had here. */
export const engines: { engine: string; fresh: () => Promise<Database>; missing: string | undefined }[] = [
  { engine: 'the embedded engine', fresh: freshDatabase, missing: undefined },
  {
    engine: 'a PostgreSQL server',
    fresh: freshServerDatabase,
    missing: findPostgres() ? undefined : 'no PostgreSQL on this machine',
  },
]
