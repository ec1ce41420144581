import { isDeepStrictEqual } from 'node:util'
import { type CaseState, foldAll, LedgerError } from '../../flows/engine/case.ts'
import { type Catalogue, flowOf, UnknownVersion } from '../../flows/engine/versions.ts'
import { instant } from '../../flows/values/time.ts'
import type { Database, Sql } from '../database/port.ts'
import { KeyError, type Keys } from '../keys/port.ts'
import { type CaseHead, headOf } from './head.ts'
import { LedgerAltered, openEntries, openSnapshot, type SealedEntry, type Snapshot, sealSnapshot } from './sealing.ts'

export interface Rebuilt {
  /** Cases whose ledger was read; those whose data were erased are passed over. */
  cases: number
  /** Ids of cases whose snapshot or head was not what the ledger says. Written anew, unless it was only checked. */
  differing: string[]
  /** Ids of cases whose ledger cannot be trusted or read. Never written: a person has to look at them. */
  broken: string[]
}
interface Rebuilding {
  keys: Keys
  catalogue: Catalogue
  checkOnly: boolean
}
interface CaseRow {
  key: Uint8Array | null
  snapshot: Uint8Array | null
}

/** What JSON keeps of it, as snapshots are kept. */
const asKept = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

async function readLedger(sql: Sql, id: string): Promise<SealedEntry[]> {
  const rows = await sql.query<Omit<SealedEntry, 'at'> & { at: Date }>(
    'select seq, at, kind, ref, actor, law, payload, hash from ledger where application = $1 order by seq',
    [id],
  )
  return rows.map(row => ({ ...row, at: instant(row.at) }))
}

async function readHead(sql: Sql, id: string): Promise<CaseHead | undefined> {
  const [row] = await sql.query<CaseHead & { started_at: string; due: string | null }>(
    'select * from case_head where application = $1',
    [id],
  )
  return row && { ...row, started_at: instant(row.started_at), due: row.due === null ? null : instant(row.due) }
}

async function writeHead(sql: Sql, head: CaseHead): Promise<void> {
  await sql.query('delete from case_head where application = $1', [head.application])
  await sql.query('insert into case_head select * from jsonb_populate_record(null::case_head, $1::jsonb)', [
    JSON.stringify(head),
  ])
}

/** A snapshot that cannot be opened is written anew like one that is wrong. */
function readSnapshot(id: string, key: ReturnType<Keys['unwrap']>, sealed: Uint8Array | null): Snapshot | undefined {
  if (sealed === null) return undefined
  try {
    return openSnapshot(id, key, sealed)
  } catch (fault) {
    if (fault instanceof KeyError) return undefined
    throw fault
  }
}

/**
 * A chain cannot show that its end was cut off, or that all of it was computed anew; the hash sealed in the snapshot can.
 */
function refuseShortened(rows: readonly SealedEntry[], snapshot: Snapshot | undefined): void {
  if (snapshot === undefined) return
  const last = rows[snapshot.state.seq - 1]
  if (last === undefined || Buffer.from(last.hash).toString('hex') !== snapshot.hash)
    throw new LedgerAltered('the ledger is not the one that the snapshot was folded from')
}

async function rebuildCase(sql: Sql, id: string, { keys, catalogue, checkOnly }: Rebuilding) {
  const [row] = await sql.query<CaseRow>('select key, snapshot from application where id = $1 for update', [id])
  if (!row?.key) return 'erased'
  const key = keys.unwrap(row.key)
  const rows = await readLedger(sql, id)
  const { entries, hash } = openEntries(id, key, rows)
  const kept = readSnapshot(id, key, row.snapshot)
  refuseShortened(rows, kept)
  const state = foldAll(entries)
  const head = headOf(id, flowOf(catalogue, state), state)
  const isSame = isDeepStrictEqual(kept, asKept({ state, hash })) && isDeepStrictEqual(await readHead(sql, id), head)
  if (!isSame && !checkOnly)
    await write(sql, id, sealSnapshot(id, key, { state: asKept(state) as CaseState, hash }), head)
  return isSame ? 'same' : 'differing'
}

/** The revision moves on, so that a turn which has read the old snapshot computes again. */
async function write(sql: Sql, id: string, snapshot: Uint8Array, head: CaseHead): Promise<void> {
  await sql.query('update application set snapshot = $2, revision = revision + 1 where id = $1', [id, snapshot])
  await writeHead(sql, head)
}

const isBroken = (fault: unknown) =>
  [LedgerAltered, LedgerError, KeyError, UnknownVersion].some(kind => fault instanceof kind)

/**
 * Folds every ledger again and compares snapshot and head with what comes of it. Each case is one short transaction, so the
 * product may go on meanwhile. Safe to repeat. Errors: `DatabaseError`; what was written before stays.
 */
export async function rebuildCases(
  database: Database,
  keys: Keys,
  catalogue: Catalogue,
  { checkOnly = false }: { checkOnly?: boolean } = {},
): Promise<Rebuilt> {
  const rebuilt: Rebuilt = { cases: 0, differing: [], broken: [] }
  const ids = await database.query<{ id: string }>('select id from application order by created_at, id')
  for (const { id } of ids) {
    const outcome = await database
      .transaction(sql => rebuildCase(sql, id, { keys, catalogue, checkOnly }))
      .catch((fault: unknown) => {
        if (isBroken(fault)) return 'broken' as const
        throw fault
      })
    if (outcome !== 'erased') rebuilt.cases += 1
    if (outcome === 'differing' || outcome === 'broken') rebuilt[outcome].push(id)
  }
  return rebuilt
}
