import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'redis'
import { type Child, startChild } from './child.ts'

export interface RedisServer {
  url: string
  pid(): number
  /** SIGKILL, as in a crash. Without append-only files nothing is left after `restart`. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Whether a `redis-server` is on PATH: npm has none. */
export function findRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function answers(child: Child, url: string): Promise<boolean> {
  while (child.isRunning()) {
    const client = createClient({ url, socket: { reconnectStrategy: false } }).on('error', () => undefined)
    const ready = await client.connect().then(
      () => client.ping(),
      () => undefined,
    )
    if (client.isOpen) client.destroy()
    if (ready) return true
    await delay(20)
  }
  return false
}

class Server implements RedisServer {
  readonly url: string
  readonly #args: string[]
  readonly #dir: string
  readonly #children: Child[] = []

  constructor(port: number, dir: string, settings: string[]) {
    this.url = `redis://127.0.0.1:${port}`
    this.#dir = dir
    this.#args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', ...settings]
  }

  get #child(): Child {
    const child = this.#children.at(-1)
    if (child === undefined) throw new Error('Redis was not started')
    return child
  }

  async launch(): Promise<void> {
    this.#children.push(await startChild('redis-server', this.#args, { dir: this.#dir, signal: 'TERM' }))
    if (!(await answers(this.#child, this.url))) throw new Error(`Redis does not start: ${this.#child.said()}`)
  }

  pid(): number {
    return this.#child.pid
  }

  kill(): Promise<void> {
    return this.#child.end('SIGKILL')
  }

  async restart(): Promise<void> {
    await this.#child.end('SIGTERM')
    await this.launch()
  }

  async stop(): Promise<void> {
    await this.#child.end('SIGTERM')
    await Promise.all(this.#children.map(child => child.remove()))
  }
}

/**
 * Starts a real Redis of its own; never uses one that runs on the machine. It ends with this process.
 * `settings` are arguments of redis-server, such as ['--appendonly', 'yes', '--appendfsync', 'everysec'].
 */
export async function startRedis(settings: string[] = []): Promise<RedisServer> {
  const server = new Server(await freePort(), mkdtempSync(join(tmpdir(), 'tereze-redis-')), settings)
  await server.launch()
  return server
}
