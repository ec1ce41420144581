import type { Language } from '../values/language.ts'
import type { Instant } from '../values/time.ts'
import type { RequirementId } from '../vocabulary.ts'
import type { AnswerValue, Awaited, Entry, ReceivedFile, Ref, Signer } from './entries.ts'

export type CaseStatus =
  | 'draft'
  | 'halted'
  | 'submitted'
  | 'registered'
  | 'decided'
  | 'issued'
  | 'refused'
  | 'expired'
  | 'deleted'

export interface Fact {
  outcome: string
  data: unknown
  goodUntil: Instant
}
export interface Pending {
  ref: Ref
  what: Awaited
  /** Answers of the outside carry it back; one that does not match any more is ignored. */
  key: string
  since: Instant
  delayed: boolean
  files?: ReceivedFile[]
  until?: Instant
}

/** Everything known of one application: the fold of its ledger. Plain data, kept as the snapshot. */
export interface CaseState {
  flow: string
  version: number
  edition: string
  language: Language
  channel: string
  startedAt: Instant
  /** The applicant's last act: drafts expire by it. */
  lastActAt: Instant
  /** Entries folded so far; grows by one for each. */
  seq: number
  status: CaseStatus
  answers: Record<Ref, AnswerValue>
  facts: Record<Ref, Fact>
  items: Record<Ref, { ids: number[]; closed: boolean }>
  attempts: Record<Ref, number>
  pending?: Pending
  revisiting?: Ref
  /** Proved, not typed. */
  applicant?: { ref: Ref; iin: string; name: string }
  halted?: { ref: Ref; refusal: string }
  reviewed?: { digest: string; at: Instant }
  signed?: {
    digest: string
    signature: string
    signer: string
    at: Instant
    track: string
    due: Instant
    limit: RequirementId
  }
  registered?: { number: string; at: Instant }
  decided?: {
    ref: Ref
    outcome: string
    at: Instant
    ground?: string
    explanation?: string
    signer: Signer
    data?: unknown
  }
  papers: Record<string, { number: string; at: Instant }>
  delivered: boolean
  overdue: boolean
  remindedAt?: Instant
}

const nothing: Omit<CaseState, 'flow' | 'version' | 'edition' | 'language' | 'channel' | 'startedAt' | 'lastActAt'> = {
  seq: 0,
  status: 'draft',
  answers: {},
  facts: {},
  items: {},
  attempts: {},
  papers: {},
  delivered: false,
  overdue: false,
}

/** An entry that cannot follow what the ledger holds: a fault of ours, never the applicant's. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
}

const without = <T>(record: Record<string, T>, gone: (key: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !gone(key)))

function drop<K extends keyof CaseState>(state: CaseState, ...keys: K[]): CaseState {
  const copy = { ...state }
  for (const key of keys) delete copy[key]
  return copy
}

type Folds = { [K in Entry['kind']]: (state: CaseState, entry: Extract<Entry, { kind: K }>) => CaseState }

const folds: Folds = {
  started: state => state,
  /** What halted the case may be no step of the new version: it is asked for again. */
  migrated: (state, { version }) => ({
    ...drop(state, 'halted'),
    version,
    status: state.status === 'halted' ? 'draft' : state.status,
  }),
  answered: (state, { ref, value }) => ({
    ...drop(state, 'revisiting', 'pending'),
    answers: { ...state.answers, [ref]: value },
  }),
  revisited: (state, { ref }) =>
    ref === undefined ? drop(state, 'revisiting') : { ...drop(state, 'pending'), revisiting: ref },
  withdrawn: foldWithdrawn,
  'item-added': (state, { ref, item }) => {
    const list = state.items[ref] ?? { ids: [], closed: false }
    return {
      ...drop(state, 'revisiting'),
      items: { ...state.items, [ref]: { ids: [...list.ids, item], closed: false } },
    }
  },
  'item-removed': (state, { ref, item }) => {
    const ids = (state.items[ref]?.ids ?? []).filter(id => id !== item)
    const answers = without(state.answers, key => key.startsWith(`${ref}.${item}.`))
    return { ...state, answers, items: { ...state.items, [ref]: { ids, closed: false } } }
  },
  'items-closed': (state, { ref }) => ({
    ...drop(state, 'revisiting'),
    items: { ...state.items, [ref]: { ids: state.items[ref]?.ids ?? [], closed: true } },
  }),
  requested: (state, { ref, what, key, at, files, until }) => ({
    ...state,
    pending: { ref, what, key, since: at, delayed: false, ...(files && { files }), ...(until && { until }) },
  }),
  delayed: state => (state.pending ? { ...state, pending: { ...state.pending, delayed: true } } : state),
  fact: (state, { ref, outcome, data, goodUntil }) => ({
    ...drop(state, 'pending'),
    facts: { ...state.facts, [ref]: { outcome, data, goodUntil } },
  }),
  identified: (state, { ref, iin, name }) => ({ ...drop(state, 'pending'), applicant: { ref, iin, name } }),
  attempted: (state, { ref, number }) => ({
    ...drop(state, 'pending'),
    attempts: { ...state.attempts, [ref]: number },
  }),
  halted: (state, { ref, refusal }) => ({ ...state, status: 'halted', halted: { ref, refusal } }),
  reviewed: (state, { digest, at }) => ({ ...state, reviewed: { digest, at } }),
  signed: (state, { digest, signature, signer, track, due, limit, at }) => ({
    ...drop(state, 'pending'),
    status: 'submitted',
    signed: { digest, signature, signer, track, due, limit, at },
  }),
  registered: (state, { number, registeredAt }) => ({
    ...drop(state, 'pending'),
    status: 'registered',
    registered: { number, at: registeredAt },
  }),
  decided: (state, { ref, outcome, decidedAt, ground, explanation, signer, data }) => ({
    ...drop(state, 'pending'),
    status: 'decided',
    decided: {
      ref,
      outcome,
      at: decidedAt,
      signer,
      ...(ground && { ground }),
      ...(explanation && { explanation }),
      ...(data !== undefined && { data }),
    },
  }),
  issued: foldIssued,
  delivered: state => ({ ...state, delivered: true }),
  overdue: state => ({ ...state, overdue: true }),
  reminded: (state, { at }) => ({ ...state, remindedAt: at }),
  expired: state => ({ ...drop(state, 'pending'), status: 'expired' }),
  deleted: state => ({ ...drop(state, 'pending'), status: 'deleted' }),
}

function foldIssued(state: CaseState, { paper, number, at }: Extract<Entry, { kind: 'issued' }>): CaseState {
  const papers = { ...state.papers, [paper]: { number, at } }
  if (paper === 'receipt') return { ...state, papers }
  return { ...drop(state, 'pending'), papers, status: paper === 'refusal' ? 'refused' : 'issued' }
}

/** Whatever is being waited for may have rested on what is withdrawn, so it no longer counts. */
function foldWithdrawn(state: CaseState, { ref }: Extract<Entry, { kind: 'withdrawn' }>): CaseState {
  const kept = {
    ...drop(state, 'pending'),
    answers: without(state.answers, key => key === ref),
    facts: without(state.facts, key => key === ref),
  }
  const unhalted = kept.halted?.ref === ref ? { ...drop(kept, 'halted'), status: 'draft' as const } : kept
  return unhalted.applicant?.ref === ref ? drop(unhalted, 'applicant') : unhalted
}

const foldOne = <K extends Entry['kind']>(kind: K, state: CaseState, entry: Extract<Entry, { kind: K }>) =>
  folds[kind](state, entry)

/** One more entry. Pure; errors: `LedgerError` when the first entry is not `started`. */
export function fold(state: CaseState | undefined, entry: Entry): CaseState {
  if (state === undefined) {
    if (entry.kind !== 'started') throw new LedgerError(`a ledger begins with 'started', not with '${entry.kind}'`)
    const { flow, version, edition, language, channel, at } = entry
    return { ...nothing, flow, version, edition, language, channel, startedAt: at, lastActAt: at, seq: 1 }
  }
  const next = foldOne(entry.kind, state, entry as Extract<Entry, { kind: typeof entry.kind }>)
  return { ...next, seq: state.seq + 1, lastActAt: entry.actor === 'applicant' ? entry.at : state.lastActAt }
}

/** The whole ledger at once: what `cases rebuild` uses. */
export function foldAll(entries: readonly Entry[]): CaseState {
  const state = entries.reduce<CaseState | undefined>(fold, undefined)
  if (state === undefined) throw new LedgerError('an empty ledger is no case')
  return state
}
