import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database, Sql } from './port.ts'

/** Where the product's own migrations are. */
export const migrationsDir = join(import.meta.dirname, 'migrations')

const fileName = /^(\d{3})-[a-z0-9-]+\.sql$/
/** Any constant, the same in every process. */
const lockId = 7_390_001

interface Migration {
  name: string
  text: string
  checksum: string
}

/** A migration that cannot be applied, or that was changed after it had been. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

async function readMigration(dir: string, name: string): Promise<Migration> {
  const text = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n')
  return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter(name => name.endsWith('.sql')).sort()
  const numbers = names.map(name => fileName.exec(name)?.[1])
  if (numbers.includes(undefined)) throw new MigrationError('a migration is named NNN-some-name.sql')
  if (new Set(numbers).size < numbers.length) throw new MigrationError('two migrations have the same number')
  return Promise.all(names.map(name => readMigration(dir, name)))
}

const createTable = `create table if not exists schema_migration (
  name text primary key, checksum text not null, applied_at timestamptz not null default now())`

/** True when it was applied now. The lock ends with the transaction, so that a pooler may stand between. */
async function apply(sql: Sql, { name, text, checksum }: Migration): Promise<boolean> {
  await sql.query('select pg_advisory_xact_lock($1)', [lockId])
  await sql.query(createTable)
  const [applied] = await sql.query<{ checksum: string }>('select checksum from schema_migration where name = $1', [
    name,
  ])
  if (applied && applied.checksum !== checksum)
    throw new MigrationError(`${name} was changed after it had been applied`)
  if (applied) return false
  await sql.query(text)
  await sql.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum])
  return true
}

/**
 * Applies the numbered plain-SQL files of `dir` that were not applied yet, in order, each in one transaction.
 * Idempotent; several processes may call it at once. Resolves to the names applied now.
 * Errors: `MigrationError`, with the `DatabaseError` as cause.
 */
export async function migrate(database: Database, dir: string = migrationsDir): Promise<string[]> {
  const appliedNow: string[] = []
  for (const migration of await readMigrations(dir)) {
    const applied = await database
      .transaction(sql => apply(sql, migration))
      .catch(cause => {
        throw cause instanceof MigrationError ? cause : new MigrationError(`${migration.name} failed`, { cause })
      })
    if (applied) appliedNow.push(migration.name)
  }
  return appliedNow
}
