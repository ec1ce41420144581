import { inflateSync } from 'node:zlib'

/** Names by which a PDF does something when it is opened or read (ISO 32000-2, 12.6.4 and 7.11.4). */
const active =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|FileAttachment|RichMedia|SubmitForm|ImportData|XFA)(?![A-Za-z0-9])/
const objectStream = /\/Type\s*\/ObjStm/
const mostInflated = 64 * 1024 * 1024

/** A name may hide its letters: /J#61vaScript. */
const plainNames = (text: string) =>
  text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

interface Parts {
  dictionaries: string
  streams: { dictionary: string; body: string }[]
}

/** Splits what describes from what is described: compressed bytes may look like any name. */
function split(pdf: string): Parts {
  const parts: Parts = { dictionaries: '', streams: [] }
  let at = 0
  for (const { index, 0: keyword } of pdf.matchAll(/>>\s*stream\r?\n/g)) {
    if (index < at) continue
    const end = pdf.indexOf('endstream', index)
    if (end < 0) break
    const dictionary = pdf.slice(at, index)
    parts.dictionaries += dictionary
    parts.streams.push({
      dictionary: dictionary.slice(dictionary.lastIndexOf(' obj')),
      body: pdf.slice(index + keyword.length, end),
    })
    at = end
  }
  parts.dictionaries += pdf.slice(at)
  return parts
}

function inflated(body: string): string {
  try {
    return inflateSync(Buffer.from(body, 'latin1'), { maxOutputLength: mostInflated }).toString('latin1')
  } catch {
    return '' // another filter or damaged: the reader proper judges those
  }
}

/** True when a dictionary of the file, also one inside a compressed object stream, names an action or an embedded file. */
export function namesActiveContent(bytes: Uint8Array): boolean {
  const { dictionaries, streams } = split(Buffer.from(bytes).toString('latin1'))
  if (active.test(plainNames(dictionaries))) return true
  return streams
    .filter(({ dictionary }) => objectStream.test(plainNames(dictionary)))
    .some(({ body }) => active.test(plainNames(inflated(body))))
}
