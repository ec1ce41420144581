import { createHash, timingSafeEqual } from 'node:crypto'
import type { PaperWords } from '../../flows/engine/papers.ts'
import { type Clock, type Instant, instant } from '../../flows/values/time.ts'
import { caseLinesOf } from '../cases/lines.ts'
import type { Database } from '../database/port.ts'
import type { FileId, Files } from '../files/port.ts'
import type { CaseKey, Keys } from '../keys/port.ts'
import type { Signatures } from '../signatures/port.ts'
import { openContent } from './content.ts'
import type { PaperFile, PaperRecord, PersonalCase, Records, ShownPaper } from './port.ts'

export interface RecordsDependencies {
  database: Database
  keys: Keys
  files: Files
  signatures: Signatures
  clock: Clock
}

interface Row {
  number: string
  kind: string
  flow: string
  issued_at: Date
  status: 'genuine' | 'replaced' | 'annulled'
  key_hash: Uint8Array
  content: Uint8Array
  key: Uint8Array | null
  person: Uint8Array | null
}

async function findRow({ database }: RecordsDependencies, number: string): Promise<Row | undefined> {
  const [row] = await database.query<Row>(
    `select p.number, p.kind, p.flow, p.issued_at, p.status, p.key_hash, p.content, a.key, a.person
     from paper p join application a on a.id = p.application where p.number = $1 and p.status <> 'reserved' and a.key is not null`,
    [number],
  )
  return row
}

const recordOf = ({ number, kind, flow, issued_at, status }: Row): PaperRecord => ({
  number,
  kind,
  flow,
  issuedAt: instant(issued_at),
  status,
})

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && timingSafeEqual(a, b)
const fits = (row: Row, key: string) => same(createHash('sha256').update(key).digest(), row.key_hash)

/** The plain lines of a paper; lists are shown by the page through their own fields. */
function shownOf(fields: Record<string, PaperWords>): ShownPaper['shown'] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value === 'string') return value === '' ? [] : [{ name, value }]
    if (Array.isArray(value))
      return value.flatMap(item =>
        typeof item === 'object' && !Array.isArray(item) ? shownOf(item as Record<string, PaperWords>) : [],
      )
    return 'kk' in value && 'ru' in value ? [{ name, value: value as { kk: string; ru: string } }] : []
  })
}

async function openFile({ files }: RecordsDependencies, row: Row, key: CaseKey): Promise<PaperFile> {
  const content = openContent(key, row.number, row.content)
  const bytes = await files.get(content.file as FileId, key)
  const signature = content.signature === undefined ? undefined : await files.get(content.signature as FileId, key)
  return { name: `${row.number}.pdf`, bytes, ...(signature && { signature }) }
}

async function readPaper(deps: RecordsDependencies, number: string, key: string): Promise<ShownPaper | undefined> {
  const row = await findRow(deps, number)
  if (!row?.key || !fits(row, key)) return undefined
  const caseKey = deps.keys.unwrap(row.key)
  const content = openContent(caseKey, number, row.content)
  const { bytes, signature } = await openFile(deps, row, caseKey)
  const shown = shownOf(content.fields)
  if (!signature) return { ...recordOf(row), shown, signature: 'none' }
  // Judged at the moment of issue: a certificate that expired later does not make the paper false.
  const checked = await deps.signatures.verify(signature, bytes, content.at as Instant)
  const signer = checked.signers[0]?.name
  return { ...recordOf(row), shown, signature: checked.verdict, ...(signer !== undefined && { signer }) }
}

async function papersOf({ database }: RecordsDependencies, caseId: string): Promise<PersonalCase['papers']> {
  const rows = await database.query<{ number: string; kind: string; issued_at: Date }>(
    "select number, kind, issued_at from paper where application = $1 and status <> 'reserved' order by issued_at",
    [caseId],
  )
  return rows.map(({ number, kind, issued_at }) => ({ number, kind, at: instant(issued_at) }))
}

/** What was issued, read from the database and the disk. */
export function createRecords(deps: RecordsDependencies): Records {
  const { database, keys } = deps
  return {
    async casesOf(iin) {
      const lines = await caseLinesOf(database, keys.fingerprint('iin', iin))
      return Promise.all(lines.map(async line => ({ ...line, papers: await papersOf(deps, line.id) })))
    },
    async findPaper(number) {
      const row = await findRow(deps, number)
      return row && recordOf(row)
    },
    readPaper: (number, key) => readPaper(deps, number, key),
    async openPaper(number, owner) {
      const row = await findRow(deps, number)
      if (!row?.key || !row.person || !same(row.person, keys.fingerprint('iin', owner))) return undefined
      return openFile(deps, row, keys.unwrap(row.key))
    },
  }
}

/** The bytes of a paper for the chat it is sent to: the desk decided who may see it when it made the message. */
export async function paperForSending(deps: RecordsDependencies, number: string): Promise<PaperFile | undefined> {
  const row = await findRow(deps, number)
  return row?.key ? openFile(deps, row, deps.keys.unwrap(row.key)) : undefined
}
