import type { Database, Sql } from '../../../services/database/port.ts'

/** Counts statements: each is a round trip. */
export function counted(database: Database): { database: Database; trips: () => number } {
  let trips = 0
  const count = (sql: Sql): Sql => ({
    query: (text, values) => {
      trips += 1
      return sql.query(text, values)
    },
  })
  const wrapped: Database = {
    ...count(database),
    transaction: work => {
      trips += 2 // begin and commit
      return database.transaction(sql => work(count(sql)))
    },
    listen: (channel, heard) => database.listen(channel, heard),
    close: () => database.close(),
  }
  return { database: wrapped, trips: () => trips }
}
