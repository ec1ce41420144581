import { AsyncLocalStorage } from 'node:async_hooks'
import { DatabaseError, type Sql } from './port.ts'

interface Session {
  open: boolean
}

const misuse = (message: string) => new DatabaseError(message, undefined, undefined)

/** Remembers who is inside a transaction, so that a wrong handle is a clear error instead of a wait without end. */
export class Sessions {
  readonly #current = new AsyncLocalStorage<Session>()

  /** Errors: called inside `transaction`. */
  outside(): void {
    if (this.#current.getStore()?.open) throw misuse('inside a transaction use the handle that it was given')
  }

  /** Runs `work` with a handle that refuses statements once `work` has ended. */
  async run<T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
    const session: Session = { open: true }
    const handle: Sql = {
      query: async (text, values) => {
        if (!session.open) throw misuse('the transaction of this handle has ended')
        return sql.query(text, values)
      },
    }
    try {
      return await this.#current.run(session, () => work(handle))
    } finally {
      session.open = false
    }
  }
}
