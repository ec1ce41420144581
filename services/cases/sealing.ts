import { createHash } from 'node:crypto'
import type { CaseState } from '../../flows/engine/case.ts'
import type { Entry } from '../../flows/engine/entries.ts'
import type { CaseKey } from '../keys/port.ts'

/** A ledger row as it is stored: ids and field names in the clear, every value inside `payload`. */
export interface SealedEntry {
  seq: number
  at: string
  kind: string
  ref: string | null
  actor: string
  law: readonly string[]
  payload: Uint8Array
  hash: Uint8Array
}

/** The case and the hash of its last entry, kept together so that the next entry can be chained without a read. */
export interface Snapshot {
  state: CaseState
  hash: string
}

/** A ledger whose chain does not hold: a row was changed, removed, inserted or moved. */
export class LedgerAltered extends Error {
  override readonly name = 'LedgerAltered'
}

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

type Unhashed = Omit<SealedEntry, 'hash'>

function chained(previous: string, entry: Unhashed): Uint8Array {
  const plain = [entry.seq, entry.at, entry.kind, entry.ref ?? '', entry.actor, entry.law.join(' ')].join('|')
  return createHash('sha256').update(previous).update(plain).update(entry.payload).digest()
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Seals entries that follow `last` (empty for a new case) and gives the hash of the newest. The chain covers ciphertext. */
export function sealEntries(
  caseId: string,
  key: CaseKey,
  after: { seq: number; hash: string },
  entries: readonly Entry[],
) {
  let { hash } = after
  const sealed = entries.map((entry, i): SealedEntry => {
    const seq = after.seq + i + 1
    const payload = key.seal(text(entry), `${caseId}:${seq}`)
    const ref = 'ref' in entry && entry.ref !== undefined ? entry.ref : null
    const unhashed = { seq, at: entry.at, kind: entry.kind, ref, actor: entry.actor, law: entry.law, payload }
    const digest = chained(hash, unhashed)
    hash = hex(digest)
    return { ...unhashed, hash: digest }
  })
  return { sealed, hash }
}

/** The entries of a whole ledger, its chain checked. Errors: `LedgerAltered`, `KeyError`. */
export function openEntries(
  caseId: string,
  key: CaseKey,
  sealed: readonly SealedEntry[],
): { entries: Entry[]; hash: string } {
  let hash = ''
  const entries = sealed.map((row, i) => {
    const digest = hex(chained(hash, row))
    if (row.seq !== i + 1 || digest !== hex(row.hash)) throw new LedgerAltered(`the chain breaks at entry ${i + 1}`)
    hash = digest
    return parsed(key.open(row.payload, `${caseId}:${row.seq}`)) as Entry
  })
  return { entries, hash }
}

export const sealSnapshot = (caseId: string, key: CaseKey, snapshot: Snapshot) =>
  key.seal(text(snapshot), `${caseId}:snapshot`)
export const openSnapshot = (caseId: string, key: CaseKey, sealed: Uint8Array) =>
  parsed(key.open(sealed, `${caseId}:snapshot`)) as Snapshot
