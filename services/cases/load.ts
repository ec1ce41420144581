import { type CaseState, fold } from '../../flows/engine/case.ts'
import type { Entry } from '../../flows/engine/entries.ts'
import { type Catalogue, flowOf, migrationOf } from '../../flows/engine/versions.ts'
import type { Instant } from '../../flows/values/time.ts'
import type { Flow } from '../../flows/vocabulary.ts'
import type { Sql } from '../database/port.ts'
import type { CaseKey, Keys } from '../keys/port.ts'
import type { Address, Channel } from './port.ts'
import { openSnapshot } from './sealing.ts'

/** A case opened for one turn. `entries` holds a migration to the newest version that the turn has to write first. */
export interface OpenCase {
  id: string
  revision: number
  key: CaseKey
  flow: Flow
  state: CaseState
  entries: Entry[]
  /** Where its ledger stands in the database. */
  after: { seq: number; hash: string }
}

export interface LoadedSession {
  address: Address
  language: 'kk' | 'ru' | undefined
  caseId: string | undefined
  actions: string[]
  revision: number
  unreachable: boolean
}

interface CaseColumns {
  id: string | null
  revision: number | null
  key: Uint8Array | null
  snapshot: Uint8Array | null
}
interface SessionColumns {
  language: string | null
  current: string | null
  actions: string[] | null
  session_revision: number | null
  unreachable: boolean | null
}

export interface Opener {
  keys: Keys
  catalogue: Catalogue
  now: () => Instant
}

/** Undefined for a case that was never there or whose data were erased. */
export function openCase({ keys, catalogue, now }: Opener, row: CaseColumns): OpenCase | undefined {
  if (row.id === null || row.revision === null || row.key === null || row.snapshot === null) return undefined
  const key = keys.unwrap(row.key)
  const { state, hash } = openSnapshot(row.id, key, row.snapshot)
  const migration = migrationOf(catalogue, state, now())
  const current = migration ? fold(state, migration.entry) : state
  const entries = migration ? [migration.entry] : []
  return {
    id: row.id,
    revision: row.revision,
    key,
    flow: flowOf(catalogue, current),
    state: current,
    entries,
    after: { seq: state.seq, hash },
  }
}

const asLanguage = (text: string | null) => (text === 'kk' || text === 'ru' ? text : undefined)

function asSession(address: Address, row: SessionColumns): LoadedSession {
  return {
    address,
    language: asLanguage(row.language),
    caseId: row.current ?? undefined,
    actions: row.actions ?? [],
    revision: row.session_revision ?? 0,
    unreachable: row.unreachable ?? false,
  }
}

const sessionColumns = 's.language, s.application as current, s.actions, s.revision as session_revision, s.unreachable'
const caseColumns = 'a.id, a.revision, a.key, a.snapshot'

/** Everything that an event from a chat needs, in one round trip. */
export async function loadVisit(sql: Sql, opener: Opener, address: Address, received: string) {
  const [row] = await sql.query<SessionColumns & CaseColumns & { seen: boolean }>(
    `select ${sessionColumns}, ${caseColumns}, exists (select from received where id = $3) as seen
     from (select 1) as one
     left join session s on s.channel = $1 and s.address = $2
     left join application a on a.id = s.application`,
    [address.channel, address.id, received],
  )
  if (row === undefined) throw new TypeError('a select without a table gives one row')
  return { session: asSession(address, row), open: openCase(opener, row), seen: row.seen }
}

export async function loadCase(sql: Sql, opener: Opener, id: string): Promise<OpenCase | undefined> {
  const [row] = await sql.query<CaseColumns>(`select ${caseColumns} from application a where a.id = $1`, [id])
  return row && openCase(opener, row)
}

/** A case of this chat by its tag: another chat's cases are as good as not there. */
export async function loadByTag(
  sql: Sql,
  opener: Opener,
  address: Address,
  tag: string,
): Promise<OpenCase | undefined> {
  const [row] = await sql.query<CaseColumns>(
    `select ${caseColumns} from channel_binding b join application a on a.id = b.application
     where b.channel = $1 and b.address = $2 and left(a.id::text, 8) = $3`,
    [address.channel, address.id, tag],
  )
  return row && openCase(opener, row)
}

export interface Watcher {
  session: LoadedSession
  provedUntil: Instant
}

/** The chats that may see a case. */
export async function loadWatchers(sql: Sql, id: string): Promise<Watcher[]> {
  const rows = await sql.query<SessionColumns & { channel: Channel; address: string; proved_until: Date }>(
    `select b.channel, b.address, b.proved_until, ${sessionColumns}
     from channel_binding b left join session s on s.channel = b.channel and s.address = b.address where b.application = $1`,
    [id],
  )
  return rows.map(row => ({
    session: asSession({ channel: row.channel, id: row.address }, row),
    provedUntil: row.proved_until.toISOString() as Instant,
  }))
}
