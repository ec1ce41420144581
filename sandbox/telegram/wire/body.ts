import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import { ApiFailure, badRequest } from './failure.ts'

export type Wire = 'query' | 'json' | 'urlencoded' | 'multipart'

/** A file as it came over the wire. */
export interface Upload {
  readonly field: string
  readonly name: string
  readonly mime: string
  readonly bytes: Buffer
}

export interface Body {
  readonly wire: Wire
  /** Values as they came: typed from JSON, text from every form. */
  readonly fields: Record<string, unknown>
  readonly uploads: readonly Upload[]
}

/**
 * Reads a call's parameters in any of the encodings that the Bot API takes. Node's own `formData()` refuses grammY's
 * multipart (no space after `form-data;`), hence busboy. Errors: `ApiFailure` 400 and 413.
 */
export async function readBody(
  stream: Readable,
  headers: IncomingHttpHeaders,
  query: string,
  limit: number,
): Promise<Body> {
  const fromQuery = Object.fromEntries(new URLSearchParams(query))
  const type = headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) return readMultipart(stream, headers, fromQuery, limit)
  const text = await readText(stream, limit)
  if (text === '') return { wire: 'query', fields: fromQuery, uploads: [] }
  if (type.startsWith('application/json'))
    return { wire: 'json', fields: { ...fromQuery, ...readJson(text) }, uploads: [] }
  return { wire: 'urlencoded', fields: { ...fromQuery, ...Object.fromEntries(new URLSearchParams(text)) }, uploads: [] }
}

async function readText(stream: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > limit) throw new ApiFailure(413, 'Request Entity Too Large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // answered below exactly as Telegram does, whatever was wrong with it
  }
  throw badRequest("can't parse request: can't parse JSON object")
}

function readMultipart(
  stream: Readable,
  headers: IncomingHttpHeaders,
  fields: Record<string, unknown>,
  limit: number,
): Promise<Body> {
  const { promise, resolve, reject } = Promise.withResolvers<Body>()
  const uploads: Upload[] = []
  const parser = busboy({ headers, defParamCharset: 'utf8', limits: { fileSize: limit, fieldSize: 1_048_576 } })
  parser.on('field', (name, value) => {
    fields[name] = value
  })
  parser.on('file', (field, file, info) => {
    const chunks: Buffer[] = []
    file.on('data', chunk => chunks.push(chunk))
    file.on('limit', () => reject(new ApiFailure(413, 'Request Entity Too Large')))
    file.on('end', () => {
      uploads.push({ field, name: info.filename ?? '', mime: info.mimeType, bytes: Buffer.concat(chunks) })
    })
  })
  parser.on('error', () => reject(badRequest("can't parse multipart form data")))
  parser.on('close', () => resolve({ wire: 'multipart', fields, uploads }))
  stream.on('error', reject)
  stream.pipe(parser)
  return promise
}
