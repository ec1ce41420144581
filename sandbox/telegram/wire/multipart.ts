import { badRequest } from './failure.ts'

/** One part of a multipart/form-data body; a file when it has a file name. */
export interface Part {
  readonly name: string
  readonly filename: string | undefined
  readonly mime: string
  readonly bytes: Buffer
}

const headEnd = Buffer.from('\r\n\r\n')

/**
 * Takes a multipart body apart as leniently as Telegram's own server. grammY writes file names without quotes and no
 * space after `form-data;`: Node's `formData()` refuses the one, busboy drops such a file when its name has a space or a
 * letter outside ASCII. Errors: 400.
 */
export function readParts(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)?.slice(1).find(Boolean)
  if (boundary === undefined) throw broken()
  const delimiter = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  let start = body.indexOf(delimiter)
  for (;;) {
    const from = start + delimiter.length
    if (start < 0) throw broken()
    if (body.toString('latin1', from, from + 2) === '--') return parts
    const next = body.indexOf(Buffer.from(`\r\n--${boundary}`), from)
    if (next < 0) throw broken()
    parts.push(readPart(body.subarray(from + 2, next)))
    start = next + 2
  }
}

function readPart(raw: Buffer): Part {
  const end = raw.indexOf(headEnd)
  if (end < 0) throw broken()
  const head = raw.toString('utf8', 0, end)
  const disposition = header(head, 'content-disposition')
  const name = /[;\s]name=(?:"([^"]*)"|([^;]*))/i.exec(disposition)?.slice(1).find(Boolean)
  if (name === undefined) throw broken()
  return {
    name,
    filename: readFilename(disposition),
    mime: header(head, 'content-type') || 'application/octet-stream',
    bytes: Buffer.from(raw.subarray(end + headEnd.length)),
  }
}

const header = (head: string, name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''

function readFilename(disposition: string): string | undefined {
  const encoded = /[;\s]filename\*=UTF-8''([^;]*)/i.exec(disposition)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  const [, quoted, bare] = /[;\s]filename=(?:"((?:[^"\\]|\\.)*)"|([^;]*))/i.exec(disposition) ?? []
  return quoted?.replace(/\\(.)/g, '$1').replaceAll('%22', '"') ?? bare
}

const broken = () => badRequest("can't parse multipart form data")
