import busboy from 'busboy'
import type { Request } from 'express'

export interface SentFile {
  name: string
  bytes: Uint8Array
}
/** Why the whole form was refused; each has its text `web:upload.problems.<problem>`. */
export type FormProblem = 'none-selected' | 'too-many' | 'too-big' | 'failed'
export type Received = { ok: true; files: SentFile[] } | { ok: false; problem: FormProblem }

export const mostFiles = 20

/**
 * Reads the form to its end, so that the browser hears the answer, but never keeps more than `limit` bytes of it in
 * memory. A name is shown to its sender only, and never used as a path.
 */
export async function receiveFiles(request: Request, limit: number): Promise<Received> {
  const parser = parserOf(request)
  if (!parser) return { ok: false, problem: 'failed' }
  const { promise, resolve } = Promise.withResolvers<Received>()
  const read = reading(parser, limit)
  const fail = () => {
    request.unpipe(parser)
    request.resume()
    resolve({ ok: false, problem: 'failed' })
  }
  // A form that is cut off breaks the file being read as well, and an error that nobody hears would end the process.
  parser.on('file', (_field, stream) => stream.once('error', fail))
  parser.once('close', () => resolve(read()))
  parser.once('error', fail)
  request.once('error', fail)
  request.pipe(parser)
  return promise
}

/** Undefined for a body that is no form with files. */
function parserOf({ headers }: Request): busboy.Busboy | undefined {
  try {
    return busboy({ headers, defParamCharset: 'utf8', limits: { files: mostFiles, fields: 0, headerPairs: 50 } })
  } catch {
    return undefined
  }
}

interface Parts {
  name: string
  chunks: Uint8Array[]
}

function reading(parser: busboy.Busboy, limit: number): () => Received {
  const files: Parts[] = []
  let size = 0
  let tooMany = false
  parser.once('filesLimit', () => {
    tooMany = true
  })
  parser.on('file', (_field, stream, { filename }) => {
    // An empty field arrives as a file without a name (HTML, "constructing the entry list").
    if (!filename) return void stream.resume()
    const file: Parts = { name: shownName(filename), chunks: [] }
    files.push(file)
    stream.on('data', (chunk: Uint8Array) => {
      size += chunk.length
      if (size <= limit) file.chunks.push(chunk)
      else for (const one of files) one.chunks = []
    })
  })
  return () => {
    if (tooMany) return { ok: false, problem: 'too-many' }
    if (size > limit) return { ok: false, problem: 'too-big' }
    if (files.length === 0) return { ok: false, problem: 'none-selected' }
    return { ok: true, files: files.map(({ name, chunks }) => ({ name, bytes: Buffer.concat(chunks) })) }
  }
}

/** Characters that hide or turn text round (Unicode Cc, Cf) have no place in what we show. */
const shownName = (name: string) =>
  name
    .normalize()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(-60)
