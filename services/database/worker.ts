import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, types } from '@electric-sql/pglite'
import type { EngineError } from './failure.ts'
import type { Reply, Request } from './protocol.ts'

/** As `bindable` left it; anything else would be taken here and refused by a server. */
function jsonText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError('jsonb takes an object or JSON text')
}

const { dir } = workerData as { dir: string | undefined }
const port = parentPort
if (port === null) throw new Error('runs as a worker only')

const engine = await PGlite.create({
  ...(dir === undefined ? {} : { dataDir: dir }),
  parsers: { [types.INT8]: Number, [types.DATE]: (text: string) => text },
  serializers: { [types.JSON]: jsonText, [types.JSONB]: jsonText },
})
const answer = (reply: Reply) => port.postMessage(reply)
const listening = new Map<string, () => Promise<void>>()

/** Without values the simple protocol, which takes several statements; the rows are the last one's. */
async function query(text: string, values?: readonly unknown[]): Promise<object[]> {
  if (values !== undefined) return (await engine.query<object>(text, [...values])).rows
  return (await engine.exec(text)).at(-1)?.rows ?? []
}

/** In a transaction that failed, COMMIT rolls back and reports success. */
async function commit(): Promise<void> {
  const [result] = await engine.exec('commit')
  if (result?.command === 'ROLLBACK') throw Object.assign(new Error('nothing was committed'), { code: '25P02' })
}

async function serve(request: Request): Promise<object[]> {
  if (request.ask === 'query') return query(request.text, request.values)
  if (request.ask === 'listen') {
    const stop = await engine.listen(request.channel, payload => answer({ channel: request.channel, payload }))
    listening.set(request.channel, () => stop())
  }
  if (request.ask === 'unlisten') await listening.get(request.channel)?.()
  if (request.ask === 'commit') await commit()
  if (request.ask === 'close') await engine.close()
  return []
}

/** The engine's own error also carries the values of the statement: they stay here. */
const withoutValues = (error: unknown): EngineError => {
  const { message, code, table, constraint, routine } = error as EngineError
  return { message, code: code ?? 'XX000', table, constraint, routine }
}

port.on('message', (request: Request) => {
  serve(request).then(
    rows => answer({ id: request.id, rows }),
    error => answer({ id: request.id, error: withoutValues(error) }),
  )
})
answer({ id: 0, rows: [] })
