import { Worker } from 'node:worker_threads'
import { connectionLost, statementFailure } from './failure.ts'
import type { DatabaseError } from './port.ts'
import type { Reply, Request } from './protocol.ts'

type Ask = Request extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never
interface Waiting {
  resolve(rows: object[]): void
  reject(error: DatabaseError): void
}

/** The embedded engine on its own thread: long statements do not hold up the event loop. */
export class Engine {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #heard: (channel: string, payload: string) => void
  #lastId = 0
  #lost: DatabaseError | undefined

  private constructor(dir: string | undefined, heard: (channel: string, payload: string) => void) {
    this.#heard = heard
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { dir }, execArgv: [] })
    this.#worker.on('message', (reply: Reply) => this.#receive(reply))
    this.#worker.on('error', error => this.#lose(error))
    this.#worker.on('exit', () => this.#lose(new Error('the embedded engine ended')))
  }

  /** Resolves when the engine answers. */
  static async start(dir: string | undefined, heard: (channel: string, payload: string) => void): Promise<Engine> {
    const engine = new Engine(dir, heard)
    await new Promise<object[]>((resolve, reject) => engine.#waiting.set(0, { resolve, reject }))
    return engine
  }

  /** Errors: `DatabaseError`. */
  ask(question: Ask): Promise<object[]> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, ...question } satisfies Request)
    })
  }

  async stop(): Promise<void> {
    if (this.#lost === undefined) await this.ask({ ask: 'close' })
    await this.#worker.terminate()
  }

  #receive(reply: Reply): void {
    if ('channel' in reply) this.#heard(reply.channel, reply.payload)
    else this.#settle(reply)
  }

  #settle(reply: Exclude<Reply, { channel: string }>): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('rows' in reply) waiting?.resolve(reply.rows)
    else waiting?.reject(statementFailure(reply.error))
  }

  #lose(cause: unknown): void {
    this.#lost ??= connectionLost(cause)
    for (const { reject } of this.#waiting.values()) reject(this.#lost)
    this.#waiting.clear()
  }
}
