import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Update } from 'grammy/types'

/** What the driver asks of an implementation, over the channel between the processes. */
export type Ask = { ask: 'usage' } | { ask: 'bytes'; chats: number[] }
export interface Usage {
  /** Microseconds of processor time, user and system, of all threads since the process began. */
  cpuMicros: number
  rssBytes: number
}
/** Bytes of one dialog: what each update reads and writes, and all that is kept of it. */
export interface Bytes {
  perTurn: number
  kept: number
}

export interface Implementation {
  /** Resolves when the update is taken: the webhook then answers 200. */
  take(update: Update): Promise<unknown>
  /** Sums over these chats. */
  bytes(chats: number[]): Promise<Bytes>
}

/** Addresses that an implementation is started with. */
export interface Place {
  apiRoot: string
  databaseUrl: string
  redisUrl: string
}
export const token = '1000000001:bench'
export const me = {
  id: 1_000_000_001,
  is_bot: true,
  first_name: 'Bench',
  username: 'bench_bot',
} as const

async function body(request: IncomingMessage): Promise<Update> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Update
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMicros: user + system, rssBytes: process.memoryUsage.rss() }
}

/** The same bare webhook for every implementation: 200 once the update is taken, 500 when it is not. */
export async function host(begin: (place: Place) => Promise<Implementation>): Promise<void> {
  const place = JSON.parse(process.argv[2] ?? '{}') as Place
  const implementation = await begin(place)
  const server = createServer((request, response) => {
    body(request)
      .then(update => implementation.take(update))
      .then(
        () => response.end(),
        fault => {
          console.error(fault)
          response.writeHead(500).end()
        },
      )
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  process.on('message', (asked: Ask) => void answer(implementation, asked))
  process.on('disconnect', () => process.exit())
  process.send?.({ port: (server.address() as AddressInfo).port })
}

async function answer(implementation: Implementation, asked: Ask): Promise<void> {
  process.send?.(asked.ask === 'usage' ? usage() : await implementation.bytes(asked.chats))
}
