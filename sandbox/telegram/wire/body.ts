import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { ApiFailure, badRequest } from './failure.ts'
import { type Part, readParts } from './multipart.ts'

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

/** Reads a call's parameters in any of the encodings that the Bot API takes. Errors: `ApiFailure` 400 and 413. */
export async function readBody(
  stream: Readable,
  headers: IncomingHttpHeaders,
  query: string,
  limit: number,
): Promise<Body> {
  const fromQuery = Object.fromEntries(new URLSearchParams(query))
  const type = headers['content-type'] ?? ''
  const bytes = await readAll(stream, limit)
  if (bytes.length === 0) return { wire: 'query', fields: fromQuery, uploads: [] }
  if (type.startsWith('multipart/form-data')) return fromParts(readParts(bytes, type), fromQuery)
  const text = bytes.toString('utf8')
  if (type.startsWith('application/json'))
    return { wire: 'json', fields: { ...fromQuery, ...readJson(text) }, uploads: [] }
  return { wire: 'urlencoded', fields: { ...fromQuery, ...Object.fromEntries(new URLSearchParams(text)) }, uploads: [] }
}

async function readAll(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > limit) throw new ApiFailure(413, 'Request Entity Too Large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
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

function fromParts(parts: readonly Part[], fromQuery: Record<string, string>): Body {
  const fields: Record<string, unknown> = { ...fromQuery }
  for (const { name, filename, bytes } of parts) if (filename === undefined) fields[name] = bytes.toString('utf8')
  const uploads = parts.flatMap(({ name, filename, mime, bytes }) =>
    filename === undefined ? [] : [{ field: name, name: filename, mime, bytes }],
  )
  return { wire: 'multipart', fields, uploads }
}
