import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Child, startChild } from '../../support/child.ts'

export const temporary = (name: string) => mkdtemp(join(tmpdir(), `tereze-${name}-`))

export async function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export class DidNotStart extends Error {
  override readonly name = 'DidNotStart'
}

const startWithinMs = 60_000
const endWithinMs = 10_000
const intoLog = 'log="$1"; shift; exec env "$@" >>"$log" 2>&1'

/** A Node program that can be killed and started again; all that it ever wrote is in one file. */
export class Program {
  readonly logFile: string
  readonly #dir: string
  readonly #command: readonly string[]
  readonly #isReady: () => Promise<boolean>
  #child: Child | undefined

  constructor(dir: string, command: readonly string[], isReady: () => Promise<boolean>) {
    this.#dir = dir
    this.logFile = join(dir, 'log')
    this.#command = command
    this.#isReady = isReady
  }

  async start(environment: Record<string, string> = {}): Promise<void> {
    const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
    const args = ['-c', intoLog, 'sh', this.logFile, ...settings, process.execPath, ...this.#command]
    this.#child = await startChild('/bin/sh', args, { dir: this.#dir, signal: 'TERM' })
    for (const until = performance.now() + startWithinMs; performance.now() < until; await delay(50)) {
      if (await this.#isReady()) return
      if (!this.#child.isRunning()) break
    }
    throw new DidNotStart(`${this.#command[0]}:\n${(await this.log()).slice(-4000)}`)
  }

  log = (): Promise<string> => readFile(this.logFile, 'utf8')

  async end(signal: NodeJS.Signals): Promise<void> {
    await this.#child?.end(signal)
  }

  /** Ends it, by force if it takes long, and removes its files. */
  async remove(): Promise<void> {
    const force = setTimeout(() => void this.end('SIGKILL'), endWithinMs)
    await this.end('SIGTERM')
    clearTimeout(force)
    await rm(this.#dir, { recursive: true, force: true })
  }
}

export const answers = (url: string) => () =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
