import pg from 'pg'
import { connectionLost, statementFailure } from './failure.ts'
import { Listener } from './listener.ts'
import { type Database, DatabaseError, type Sql } from './port.ts'
import { Sessions } from './session.ts'
import { bindable } from './values.ts'

export interface ServerOptions {
  /** Reaches the server past a pooler, for LISTEN. Default: the same URL. */
  directUrl?: string
  /** Most connections in the pool. */
  max?: number
  log?: (message: string) => void
}

const { INT8, DATE, BYTEA } = pg.types.builtins
const int8Array: number = 1016
const asTextArray = pg.types.getTypeParser(int8Array) as (text: string) => (string | null)[]
const connectTimeoutMs = 5_000
/** Statements kept prepared on each connection; texts beyond that run unprepared. */
const mostPrepared = 500

const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: Number,
  [DATE]: text => text,
  [BYTEA]: text => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
  [int8Array]: text => asTextArray(text).map(each => each && Number(each)),
}
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format),
}

const wrap = (error: unknown): DatabaseError => {
  if (error instanceof DatabaseError) return error
  if (error instanceof TypeError)
    return statementFailure({ message: '', code: 'XX000', routine: 'a value cannot be bound' })
  return error instanceof pg.DatabaseError
    ? statementFailure({ ...error, message: error.message, code: error.code ?? 'XX000' })
    : connectionLost(error)
}

class Server implements Database {
  readonly #pool: pg.Pool
  readonly #listener: Listener
  readonly #sessions = new Sessions()
  readonly #names = new Map<string, string>()

  constructor(pool: pg.Pool, listener: Listener) {
    this.#pool = pool
    this.#listener = listener
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    this.#sessions.outside()
    return this.#run<Row>(this.#pool, text, values)
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#sessions.outside()
    const client = await this.#pool.connect().catch(error => Promise.reject(wrap(error)))
    try {
      return await this.#transact(client, work)
    } finally {
      client.release()
    }
  }

  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    this.#sessions.outside()
    return this.#listener.listen(channel, heard)
  }

  async close(): Promise<void> {
    await this.#listener.close()
    await this.#pool.end()
  }

  async #transact<T>(client: pg.PoolClient, work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql: Sql = { query: (text, values) => this.#run(client, text, values) }
    await sql.query('begin')
    try {
      const result = await this.#sessions.run(sql, work)
      await this.#commit(client)
      return result
    } catch (error) {
      await sql.query('rollback').catch(() => undefined) // fails only with the connection gone, and the transaction with it
      throw error
    }
  }

  /** In a transaction that failed, COMMIT rolls back and reports success. */
  async #commit(client: pg.PoolClient): Promise<void> {
    const { command } = await client.query('commit').catch(error => Promise.reject(wrap(error)))
    if (command === 'ROLLBACK') throw new DatabaseError('nothing was committed', '25P02', undefined)
  }

  /** Without values the simple protocol, which takes several statements; the rows are the last one's. */
  async #run<Row extends object>(
    on: pg.Pool | pg.PoolClient,
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    try {
      const name = values && this.#name(text)
      const result = await on.query<Row>({
        text,
        ...(values && { values: values.map(bindable) }),
        ...(name && { name }),
      })
      return (Array.isArray(result) ? (result.at(-1) as pg.QueryResult<Row>) : result).rows
    } catch (error) {
      throw wrap(error)
    }
  }

  #name(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= mostPrepared) return known
    const name = `tereze_${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

/**
 * A PostgreSQL server, 15 or newer. Connects when first used; after a restart of the server new connections are made by
 * themselves, and what was under way fails with `DatabaseError` (57P01, or 08006 when it is not known whether it was done).
 */
export async function openServer(
  url: string,
  { directUrl = url, max = 10, log }: ServerOptions = {},
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types,
  })
  pool.on('error', () => log?.('an idle connection to the database was lost'))
  pool.on('connect', client => void client.on('error', () => undefined)) // lent out and lost: the next statement says so
  return new Server(pool, new Listener(directUrl, log))
}
