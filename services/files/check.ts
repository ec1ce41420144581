import { fileTypeFromBuffer } from 'file-type'
import { checkedFile } from './checked-file.ts'
import { Gate } from './gate.ts'
import { normaliseImage } from './image.ts'
import { join } from './join.ts'
import { readPdf } from './pdf.ts'
import type { CheckedFile, FileCheck, FileProblem, FileRule, Scanner } from './port.ts'

const types: ReadonlyMap<string, FileRule['accept'][number]> = new Map([
  ['application/pdf', 'pdf'],
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
])
const megabyte = 1024 * 1024
/** Each takes a processor and up to some hundred megabytes. */
const mostReadAtOnce = 2

/** By the first bytes; undefined when the checklist does not accept it. */
async function acceptedType(bytes: Uint8Array, rule: FileRule): Promise<CheckedFile['type'] | undefined> {
  const found = await fileTypeFromBuffer(bytes)
  const kind = found && types.get(found.mime)
  return kind && rule.accept.includes(kind) ? (found.mime as CheckedFile['type']) : undefined
}

async function read(bytes: Uint8Array, type: CheckedFile['type'], rule: FileRule): Promise<CheckedFile | FileProblem> {
  if (type === 'application/pdf') {
    const verdict = await readPdf(bytes, rule.maxPages)
    return 'problem' in verdict ? verdict.problem : checkedFile(type, bytes, verdict.pages)
  }
  const image = await normaliseImage(bytes, type)
  return typeof image === 'string' ? image : checkedFile(type, image, 1)
}

async function judge(bytes: Uint8Array, rule: FileRule, scanner?: Scanner): Promise<CheckedFile | FileProblem> {
  if (bytes.length === 0) return 'empty'
  if (bytes.length > rule.maxMegabytes * megabyte) return 'too-big'
  const type = await acceptedType(bytes, rule)
  if (type === undefined) return 'wrong-type'
  if (scanner && (await scanner.scan(bytes)) === 'infected') return 'virus'
  return read(bytes, type, rule)
}

/** Checks documents by their bytes. Without a scanner nothing is said about viruses. Errors: `PdfReaderFailed`, the scanner's. */
export function createFileCheck({ scanner }: { scanner?: Scanner } = {}): FileCheck {
  const gate = new Gate(mostReadAtOnce)
  return {
    async check(bytes, rule) {
      const result = await gate.run(() => judge(bytes, rule, scanner))
      return typeof result === 'string' ? { ok: false, problem: result } : { ok: true, file: result }
    },
    join,
  }
}
