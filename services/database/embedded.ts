import { Engine } from './engine.ts'
import { guard } from './guard.ts'
import { Mutex } from './mutex.ts'
import type { Database, Sql } from './port.ts'
import { Sessions } from './session.ts'
import { Subscribers } from './subscribers.ts'
import { bindable } from './values.ts'

const warning =
  'The embedded database is for trying Tereze out: it survives a killed process, not a power cut, and serves one process. Set DATABASE_URL for real use.'

/** PGlite, on one connection: whoever is first holds it until his statement or transaction ends. */
class Embedded implements Database {
  readonly #engine: Engine
  readonly #subscribers: Subscribers
  readonly #release: () => Promise<void>
  readonly #mutex = new Mutex()
  readonly #sessions = new Sessions()
  readonly #connection: Sql

  constructor(engine: Engine, subscribers: Subscribers, release: () => Promise<void>) {
    this.#engine = engine
    this.#subscribers = subscribers
    this.#release = release
    this.#connection = {
      query: async <Row extends object>(text: string, values?: readonly unknown[]) =>
        (await engine.ask({ ask: 'query', text, ...(values && { values: values.map(bindable) }) })) as Row[],
    }
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    this.#sessions.outside()
    return this.#mutex.run(() => this.#connection.query<Row>(text, values))
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#sessions.outside()
    return this.#mutex.run(() => this.#transact(work))
  }

  async #transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    await this.#connection.query('begin')
    try {
      const result = await this.#sessions.run(this.#connection, work)
      await this.#engine.ask({ ask: 'commit' })
      return result
    } catch (error) {
      await this.#connection.query('rollback').catch(() => undefined) // fails only with the engine gone: `error` says why
      throw error
    }
  }

  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    this.#sessions.outside()
    const ask = (what: 'listen' | 'unlisten') => this.#mutex.run(() => this.#engine.ask({ ask: what, channel }))
    if (this.#subscribers.add(channel, heard)) await ask('listen')
    return async () => {
      if (this.#subscribers.remove(channel, heard)) await ask('unlisten')
    }
  }

  async close(): Promise<void> {
    await this.#mutex.run(() => this.#engine.stop())
    await this.#release()
  }
}

/**
 * Opens the embedded engine in `dir`, or in memory. Says through `log` that it is for trying out.
 * Errors: `DatabaseError` 55006 when another process has `dir` open.
 */
export async function openEmbedded(dir: string | 'memory', log?: (message: string) => void): Promise<Database> {
  const inMemory = dir === 'memory'
  const release = inMemory ? async () => undefined : await guard(dir)
  const subscribers = new Subscribers()
  try {
    const engine = await Engine.start(inMemory ? undefined : dir, (channel, payload) =>
      subscribers.tell(channel, payload),
    )
    log?.(warning)
    return new Embedded(engine, subscribers, release)
  } catch (error) {
    await release()
    throw error
  }
}
