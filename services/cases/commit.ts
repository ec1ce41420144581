import type { CaseState } from '../../flows/engine/case.ts'
import type { Entry } from '../../flows/engine/entries.ts'
import type { Effect } from '../../flows/engine/input.ts'
import { encodeAction } from '../../flows/reception/action.ts'
import type { Instant } from '../../flows/values/time.ts'
import type { Flow } from '../../flows/vocabulary.ts'
import { type Database, DatabaseError } from '../database/port.ts'
import type { Leased, Unwritten } from '../effects/port.ts'
import type { CaseKey } from '../keys/port.ts'
import { headOf } from './head.ts'
import type { Address, Outgoing } from './port.ts'
import { sealEntries, sealSnapshot } from './sealing.ts'

/** What one turn changes, before it is sealed. */
export interface Change {
  received?: string
  now: Instant
  session?: {
    address: Address
    revision: number
    language?: string
    caseId?: string
    actions: readonly string[]
    unreachable: boolean
  }
  kase?: CaseChange
  /** The case that was shown without being changed: it must still stand at this revision. */
  shown?: { id: string; revision: number }
  /** Chats that are shown something without having asked. */
  pushed?: { address: Address; actions: readonly string[] }[]
  forget?: boolean
  sends: { address: Address; key: string; outgoing: Outgoing }[]
  /** Ends of earlier sends to the same chat, written along. */
  ended?: readonly Unwritten[]
}
export interface CaseChange {
  id: string
  /** Undefined for a new case, together with its wrapped key. */
  revision?: number
  wrapped?: Uint8Array
  key: CaseKey
  flow: Flow
  state: CaseState
  entries: readonly Entry[]
  effects: readonly Effect[]
  after: { seq: number; hash: string }
  person?: Uint8Array
  bindings: { address: Address; provedUntil: Instant }[]
}

/** `left`: something is due that was not leased to us, because its queue was busy. `after`: where the ledger stands now. */
export type Committed =
  | { outcome: 'stale' | 'duplicate' }
  | { outcome: 'done'; leased: Leased[]; left: boolean; after?: { seq: number; hash: string } }

const base64 = (bytes: Uint8Array | undefined) => (bytes ? Buffer.from(bytes).toString('base64') : null)
const erases = (state: CaseState) => state.status === 'deleted' || state.status === 'expired'

function caseRow(change: CaseChange) {
  const { id, key, state, after } = change
  const { sealed, hash } = sealEntries(id, key, after, change.entries)
  const row = {
    id,
    revision: change.revision ?? null,
    key: base64(change.wrapped),
    snapshot: erases(state) ? null : base64(sealSnapshot(id, key, { state, hash })),
    person: base64(change.person),
    entries: sealed.map(entry => ({ ...entry, payload: base64(entry.payload), hash: base64(entry.hash) })),
    head: headOf(id, change.flow, state),
    bindings: change.bindings.map(({ address, provedUntil }) => ({
      channel: address.channel,
      address: address.id,
      provedUntil,
    })),
  }
  return { row, after: { seq: state.seq, hash } }
}

export const queueOf = ({ channel, id }: Address) => `${channel}:${id}`

const priorities = { reply: 0, push: 1, work: 2 } as const

/** The calls to a chat, each sealed under `key`; the first may be leased to this process at once. */
function sendRows(change: Change, key: CaseKey, caseId: string | null) {
  return change.sends.map(({ address, key: effectKey, outgoing }) => {
    const { actions: _, ...call } = outgoing
    const payload = key.seal(new TextEncoder().encode(JSON.stringify(call)), effectKey)
    return {
      queue: queueOf(address),
      kind: 'send',
      application: caseId,
      key: effectKey,
      payload: base64(payload),
      priority: priorities[call.priority],
      due: change.now,
    }
  })
}

/** Effects of a case hold no values: they are carried out on what the case then says. */
const effectRows = (change: CaseChange, now: Instant) =>
  change.effects.map(effect => ({
    queue: `case:${change.id}:${effect.kind === 'timer' ? effect.key : effect.kind}`,
    kind: effect.kind,
    application: change.id,
    key: `${change.id}:${effect.kind}:${effect.key}`,
    payload: Buffer.from(JSON.stringify({ key: effect.key, ref: effect.ref, detail: effect.detail })).toString(
      'base64',
    ),
    priority: priorities.work,
    due: effect.at ?? now,
  }))

const sessionRow = (session: NonNullable<Change['session']>) => ({
  channel: session.address.channel,
  address: session.address.id,
  revision: session.revision,
  language: session.language ?? null,
  case: session.caseId ?? null,
  actions: session.actions,
  unreachable: session.unreachable,
})

function turnJson(change: Change, sendsUnder: CaseKey, caseId: string | null, leaseSeconds: number | undefined) {
  const sends = sendRows(change, sendsUnder, caseId)
  const kase = change.kase && caseRow(change.kase)
  const turn = {
    received: change.received ?? null,
    now: change.now,
    session: change.session && sessionRow(change.session),
    case: kase?.row,
    shown: change.shown,
    pushed:
      change.pushed?.map(({ address, actions }) => ({ channel: address.channel, address: address.id, actions })) ?? [],
    forget: change.forget ?? false,
    effects: [...sends, ...(change.kase ? effectRows(change.kase, change.now) : [])],
    ended: change.ended ?? [],
    lease: leaseSeconds === undefined ? null : `${leaseSeconds} seconds`,
  }
  return { turn, after: kase?.after }
}

interface Row {
  outcome: 'done' | 'stale' | 'duplicate'
  id: number | null
  token: number | null
  queue: string | null
  kind: string | null
  application: string | null
  key: string | null
  payload: Uint8Array | null
}

/** Two first messages of one chat at the same moment: to be computed again. */
const begunElsewhere = (fault: unknown) => fault instanceof DatabaseError && fault.code === 'TZ001'

/** Writes one turn in one statement. Idempotent by `received`. Errors: `DatabaseError`; nothing was written then. */
export async function commit(
  database: Database,
  change: Change,
  own: CaseKey,
  leaseSeconds?: number,
): Promise<Committed> {
  const kase = change.kase && !erases(change.kase.state) ? change.kase : undefined
  const sendsUnder = kase?.key ?? own
  const { turn, after } = turnJson(change, sendsUnder, kase?.id ?? null, leaseSeconds)
  try {
    const rows = await database.query<Row>('select * from commit_turn($1::jsonb)', [JSON.stringify(turn)])
    const outcome = rows[0]?.outcome ?? 'stale'
    if (outcome !== 'done') return { outcome }
    const leased = rows.flatMap(row => leasedOf(row, sendsUnder))
    const left = leased.length < turn.effects.filter(({ due }) => due <= change.now).length
    return { outcome, leased, left, ...(after && { after }) }
  } catch (fault) {
    if (begunElsewhere(fault)) return { outcome: 'stale' }
    throw fault
  }
}

function leasedOf({ id, token, queue, kind, application, key, payload }: Row, sealedUnder: CaseKey): Leased[] {
  if (id === null || token === null || queue === null || kind === null || key === null) return []
  const leased = { id, token, queue, kind, application, key, payload, tries: 1, unknown: 0 }
  return [kind === 'send' ? { ...leased, sealedUnder } : leased]
}

export const encodedActions = (outgoing: readonly Outgoing[]): string[] | undefined => {
  const last = outgoing.findLast(({ actions }) => actions !== undefined && actions.length > 0)
  return last?.actions?.map(encodeAction)
}
