import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Ask, Bytes, Place, Usage } from './contestants/host.ts'

/** Who is compared: each its own program, so that nobody's garbage is another's. */
export const contestants = {
  tereze: new URL('./contestants/ours.ts', import.meta.url),
  telegraf: new URL('./contestants/telegraf.ts', import.meta.url),
  'grammY conversations': new URL('./contestants/grammy.ts', import.meta.url),
} as const
export type Name = keyof typeof contestants
export const names = Object.keys(contestants) as Name[]

/** A running implementation, as the driver sees it: a webhook and a few questions. */
export class Contestant {
  readonly #child: ChildProcess
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 })

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.#port = port
  }

  /** `nodeArgs`: for a profile. */
  static async start(name: Name, place: Place, nodeArgs: string[] = []): Promise<Contestant> {
    const child = fork(fileURLToPath(contestants[name]), [JSON.stringify(place)], { execArgv: nodeArgs })
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`)))
    const [{ port }] = await Promise.race([once(child, 'message'), ended])
    ended.catch(() => undefined)
    return new Contestant(child, port)
  }

  /** Delivers one update; resolves when it is acknowledged. Errors: any answer but 200. */
  deliver(update: object): Promise<void> {
    const body = JSON.stringify(update)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    return new Promise((resolve, reject) => {
      request({ port: this.#port, host: '127.0.0.1', method: 'POST', agent: this.#agent, headers }, response => {
        response.resume().once('end', () => {
          if (response.statusCode === 200) resolve()
          else reject(new Error(`the webhook answered ${response.statusCode}`))
        })
      })
        .once('error', reject)
        .end(body)
    })
  }

  usage = (): Promise<Usage> => this.#ask({ ask: 'usage' })
  bytes = (chats: number[]): Promise<Bytes> => this.#ask({ ask: 'bytes', chats })

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.disconnect()
    await ended
    this.#agent.destroy()
  }

  async #ask<T>(ask: Ask): Promise<T> {
    const answered = once(this.#child, 'message')
    this.#child.send(ask)
    return (await answered)[0]
  }
}
