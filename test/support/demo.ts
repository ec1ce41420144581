import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../../services/database/open.ts'
import { type Child, startChild } from './child.ts'

/** One line of a ledger without its sealed payload: what the projection and the law see. */
export interface LedgerLine {
  application: string
  kind: string
  ref: string | null
  law: string[]
}

export interface Demo {
  /** Where everything is mounted, without a slash at the end. */
  readonly url: string
  readonly dir: string
  /** All that the process ever wrote. */
  log(): Promise<string>
  /** SIGTERM, as by Ctrl-C. */
  stop(): Promise<void>
  /** SIGKILL, as in a crash. */
  kill(): Promise<void>
  /** The same data and the same address. */
  restart(): Promise<void>
  /** Every line of every ledger. Only after `stop`: the embedded database serves one process. */
  ledger(): Promise<LedgerLine[]>
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

export class DemoDidNotStart extends Error {
  override readonly name = 'DemoDidNotStart'
}

const root = new URL('../..', import.meta.url).pathname
const startWithinMs = 45_000

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Whatever the environment of the tests says, the demonstration is configured by its test alone. */
const unset = ['DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL', 'TELEGRAM_BOT_TOKEN', 'CLOCK', 'NODE_OPTIONS']

class RunningDemo implements Demo {
  readonly url: string
  readonly dir: string
  readonly #settings: Record<string, string>
  readonly #logFile: string
  readonly #command: readonly string[]
  readonly #children: Child[] = []

  constructor(dir: string, port: number, command: readonly string[], environment: Record<string, string>) {
    this.url = `http://localhost:${port}`
    this.dir = dir
    this.#logFile = join(dir, 'log')
    this.#command = command
    const defaults = Object.fromEntries(unset.map(name => [name, '']))
    const data = join(dir, 'data')
    this.#settings = { ...defaults, LOG_LEVEL: 'debug', ...environment, PORT: String(port), DATA_DIR: data }
  }

  get #child(): Child {
    const child = this.#children.at(-1)
    if (!child) throw new DemoDidNotStart('it was never started')
    return child
  }

  async launch(): Promise<void> {
    const settings = Object.entries(this.#settings).map(([name, value]) => `${name}=${value}`)
    const intoLog = 'log="$1"; shift; exec env "$@" >>"$log" 2>&1'
    const args = ['-c', intoLog, 'sh', this.#logFile, ...settings, process.execPath, ...this.#command]
    this.#children.push(await startChild('/bin/sh', args, { dir: this.dir, signal: 'TERM' }))
    for (const until = performance.now() + startWithinMs; performance.now() < until; await delay(50)) {
      if (await this.#isReady()) return
      if (!this.#child.isRunning()) break
    }
    throw new DemoDidNotStart(`It did not start:\n${await this.log()}`)
  }

  #isReady = () =>
    fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )

  log = () => readFile(this.#logFile, 'utf8')
  stop = () => this.#child.end('SIGTERM')
  kill = () => this.#child.end('SIGKILL')

  async restart(): Promise<void> {
    await this.stop()
    await this.launch()
  }

  async ledger(): Promise<LedgerLine[]> {
    const { DATABASE_URL: url } = this.#settings
    const database = await openDatabase({ url: url || undefined, dir: join(this.dir, 'data', 'postgres') })
    try {
      return await database.query<LedgerLine & Record<string, unknown>>(
        'select application, kind, ref, law from ledger order by application, seq',
      )
    } finally {
      await database.close()
    }
  }

  remove = async (): Promise<void> => {
    await Promise.all(this.#children.map(child => child.remove()))
  }
}

/**
 * The demonstration as a process of its own on a free port, with an empty data folder, ended with this process however that
 * ends. `command`: what Node runs. Errors: `DemoDidNotStart` with all that it wrote.
 */
export async function startDemo(
  environment: Record<string, string> = {},
  command: readonly string[] = [join(root, 'demo.ts')],
): Promise<Demo> {
  const dir = await mkdtemp(join(tmpdir(), 'tereze-demo-'))
  const demo = new RunningDemo(dir, await freePort(), command, environment)
  await demo.launch()
  return demo
}
