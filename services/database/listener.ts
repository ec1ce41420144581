import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { connectionLost } from './failure.ts'
import { Subscribers } from './subscribers.ts'

const connectTimeoutMs = 5_000
const pauseMs = { first: 100, most: 5_000 }

/** LISTEN on a connection of its own, made when the first listens and made again whenever it breaks. */
export class Listener {
  readonly #url: string
  readonly #log: ((message: string) => void) | undefined
  readonly #subscribers = new Subscribers()
  readonly #closing = new AbortController()
  #client: Promise<pg.Client> | undefined

  constructor(url: string, log?: (message: string) => void) {
    this.#url = url
    this.#log = log
  }

  /** Errors: `DatabaseError` when the first connection cannot be made. */
  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    const first = this.#subscribers.add(channel, heard)
    try {
      const client = await this.#connected()
      if (first) await client.query(`listen ${channel}`)
    } catch (error) {
      this.#subscribers.remove(channel, heard)
      throw connectionLost(error)
    }
    return () => this.#stop(channel, heard)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    const client = await this.#client?.catch(() => undefined)
    await client?.end()
  }

  async #stop(channel: string, heard: (payload: string) => void): Promise<void> {
    if (!this.#subscribers.remove(channel, heard)) return
    const client = await this.#client?.catch(() => undefined)
    await client?.query(`unlisten ${channel}`).catch(() => undefined) // a broken connection listens to nothing
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect().catch(error => {
      this.#client = undefined
      throw error
    })
    return this.#client
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    })
    client.on('notification', ({ channel, payload }) => this.#subscribers.tell(channel, payload ?? ''))
    client.on('error', () => undefined) // 'end' follows
    await client.connect()
    for (const channel of this.#subscribers.channels()) await client.query(`listen ${channel}`)
    client.once('end', () => void this.#reconnect())
    return client
  }

  async #reconnect(): Promise<void> {
    this.#client = undefined
    for (let pause = pauseMs.first; !this.#closing.signal.aborted; pause = Math.min(pause * 2, pauseMs.most)) {
      this.#log?.('the listening connection to the database was lost; connecting again')
      if (
        await this.#connected().then(
          () => true,
          () => false,
        )
      )
        return
      await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
    }
  }
}
