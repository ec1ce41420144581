/**
 * SQL, the same on the embedded engine and on a PostgreSQL server (15 or newer).
 * Every statement outside `transaction` commits by itself. Never call `database.query` inside `transaction`:
 * the embedded engine has one connection and would wait for itself; use the handle given.
 */
export interface Sql {
  /** Rows as plain objects: jsonb parsed, bytea as Uint8Array, int8 as number, timestamptz as Date. Errors: `DatabaseError`. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface Database extends Sql {
  /** Commits when `work` resolves, rolls back when it throws. Not retried here. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Calls `heard` for each NOTIFY on the channel. Resolves to a function that stops listening. May miss: poll as well. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** A failed statement. `code` is the SQLSTATE; the text holds no values, so that it may be logged. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: string | undefined
  constructor(message: string, code: string | undefined, cause: unknown) {
    super(message, { cause })
    this.code = code
  }
}
