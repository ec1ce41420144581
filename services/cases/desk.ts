import type { Input } from '../../flows/engine/input.ts'
import { position } from '../../flows/engine/position.ts'
import type { WorkingTime } from '../../flows/engine/promise.ts'
import { type Turned, turn } from '../../flows/engine/turn.ts'
import type { Catalogue } from '../../flows/engine/versions.ts'
import type { View } from '../../flows/reception/view.ts'
import { type Clock, days, type Instant, plus } from '../../flows/values/time.ts'
import { type Database, DatabaseError } from '../database/port.ts'
import type { DeskEffects } from '../effects/port.ts'
import type { Keys } from '../keys/port.ts'
import { type CaseChange, type Change, type Committed, commit, encodedActions, queueOf } from './commit.ts'
import { type LoadedSession, loadCase, loadVisit, loadWatchers, type OpenCase, type Watcher } from './load.ts'
import { park } from './parking.ts'
import type { Address, Applied, Channel, Desk, Face, Incoming, Outgoing, Received } from './port.ts'
import { push, sends, speaking } from './push.ts'
import { createRecall, type Recall, type Recalled } from './recall.ts'
import { questionOf, type Visit, type Visiting, visit } from './visit.ts'

export interface DeskDependencies {
  database: Database
  keys: Keys
  clock: Clock
  workingTime: WorkingTime
  catalogue: Catalogue
  faces: Partial<Record<Channel, Face>>
  effects: DeskEffects
  log: { error(about: object, message: string): void }
}

/** How long a sign-in from a chat is taken as proof that the chat is the applicant's; after that he signs in again to see a result. */
const proofDays = 14
const leaseSeconds = 30
const most = 50

/** A case that is always ahead of us: something is wrong, and the input is parked. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

type Inside = DeskDependencies & Visiting & { recall: Recall }

/** A case's part of a commit; undefined when the turn left it as it was. */
function caseChange(
  inside: Inside,
  open: OpenCase,
  turned: Turned,
  begun: Uint8Array | undefined,
  bindings: CaseChange['bindings'],
): CaseChange | undefined {
  if (open.entries.length === 0) return undefined
  const identified = turned.entries.find(entry => entry.kind === 'identified')
  return {
    id: open.id,
    key: open.key,
    flow: open.flow,
    state: open.state,
    entries: open.entries,
    effects: turned.effects,
    after: open.after,
    bindings,
    ...(begun ? { wrapped: begun } : { revision: open.revision - 1 }),
    ...(identified && { person: inside.keys.fingerprint('iin', identified.iin) }),
  }
}

function visitChange(
  inside: Inside,
  incoming: Incoming,
  seen: Visit,
  outgoing: Outgoing[],
  before: LoadedSession,
): Change {
  const { session, open, turned, wrapped } = seen
  const now = inside.clock.now()
  const bindings = wrapped ? [{ address: incoming.address, provedUntil: now }] : []
  const kase = open && turned && caseChange(inside, open, turned, wrapped, bindings)
  return {
    received: incoming.id,
    now,
    forget: seen.forget,
    sends: sends(incoming.address, incoming.id, outgoing),
    session: {
      address: incoming.address,
      revision: before.revision,
      actions: encodedActions(outgoing) ?? session.actions,
      unreachable: session.unreachable,
      ...(session.language && { language: session.language }),
      ...(session.caseId && { caseId: session.caseId }),
    },
    ...(kase ? { kase } : open && { shown: { id: open.id, revision: open.revision } }),
  }
}

/** What the next turn of this chat will find. A case that is shown beside the chat's own is not kept. */
function remember(
  { recall }: Inside,
  { address }: Incoming,
  change: Change,
  seen: Visit,
  after: OpenCase['after'] | undefined,
): void {
  const { session, open } = seen
  if (open?.id !== session.caseId) return void recall.forget(address)
  const { revision = 0, actions = [] } = change.session ?? {}
  recall.keep(address, {
    session: { ...session, actions: [...actions], revision: revision + 1 },
    open: open && after ? { ...open, entries: [], after } : open,
  })
}

/** The ends of what was sent to this chat before go along, so that its next message need not wait for them. */
async function commitWithEnds(
  { database, effects, keys }: Inside,
  address: Address,
  change: Change,
): Promise<Committed> {
  const ended = effects.handOver(queueOf(address))
  let written = false
  try {
    const committed = await commit(database, { ...change, ended }, keys.own('outgoing'), leaseSeconds)
    written = committed.outcome === 'done'
    return committed
  } finally {
    if (!written) effects.giveBack(ended)
  }
}

async function attempt(inside: Inside, incoming: Incoming): Promise<Committed> {
  const recalled = inside.recall.find(incoming.address)
  if (recalled) {
    try {
      return await attemptOn(inside, incoming, recalled)
    } catch (fault) {
      // What is written decides, and whether the input was taken in before: it is tried once more on that.
      inside.recall.forget(incoming.address)
      if (fault instanceof DatabaseError) throw fault
    }
  }
  const loaded = await loadVisit(inside.database, inside, incoming.address, incoming.id)
  return loaded.seen ? { outcome: 'duplicate' } : attemptOn(inside, incoming, loaded)
}

async function attemptOn(inside: Inside, incoming: Incoming, loaded: Recalled): Promise<Committed> {
  const { address } = incoming
  const seen = await visit(inside, loaded.session, loaded.open, incoming.event)
  const view: View = { language: speaking(seen.session.language), says: seen.says, screen: seen.screen }
  const face = inside.faces[incoming.address.channel]
  const asides = incoming.aside?.(view, { conceal: conceals(loaded.open, incoming), stale: seen.stale }) ?? []
  const outgoing = [...asides, ...(face?.render(view, incoming.address, 'reply') ?? [])]
  const change = visitChange(inside, incoming, seen, outgoing, loaded.session)
  const committed = await commitWithEnds(inside, address, change)
  if (committed.outcome === 'done') remember(inside, incoming, change, seen, committed.after)
  else inside.recall.forget(address)
  return committed
}

/** What must not stay in sight: an IIN wherever it was typed, and anything typed where only a sign-in page may take it. */
function conceals(open: OpenCase | undefined, { event }: Incoming): boolean {
  if (event.kind !== 'text') return false
  const step = open && position(open.flow, open.state)?.step
  return (
    step?.kind === 'identify' ||
    (step?.kind === 'ask' && step.sensitive === true) ||
    event.text.replaceAll(/\D/g, '').length === 12
  )
}

/** Repeats until nobody else was first. */
async function untilCommitted(attemptOnce: () => Promise<Committed>): Promise<Committed> {
  for (let tries = 0; tries < most; tries++) {
    const committed = await attemptOnce()
    if (committed.outcome !== 'stale') return committed
  }
  throw new TooBusy(`not committed in ${most} tries`)
}

async function receive(inside: Inside, incoming: Incoming): Promise<Received> {
  try {
    const committed = await untilCommitted(() => attempt(inside, incoming))
    if (committed.outcome !== 'done') return 'duplicate'
    inside.effects.take(committed.leased)
    if (committed.left) inside.effects.wake()
    return 'done'
  } catch (fault) {
    if (fault instanceof DatabaseError) throw fault
    inside.log.error({ err: fault, input: incoming.id }, 'an input is parked')
    await park(inside, incoming, fault)
    inside.effects.wake()
    return 'parked'
  }
}

const provedBindings = (turned: Turned, watchers: readonly Watcher[], now: Instant): CaseChange['bindings'] =>
  turned.entries.some(({ kind }) => kind === 'identified')
    ? watchers.map(({ session }) => ({ address: session.address, provedUntil: plus(now, days(proofDays)) }))
    : []

interface Once {
  committed: Committed
  applied?: Applied
}

const ignored = (open: OpenCase): Once => ({
  committed: { outcome: 'duplicate' },
  applied: { state: open.state, changed: false },
})

async function applyOnce(
  inside: Inside,
  caseId: string,
  input: Input,
  stands: (open: OpenCase) => boolean,
): Promise<Once> {
  const open = await loadCase(inside.database, inside, caseId)
  if (!open) return { committed: { outcome: 'duplicate' } }
  if (!stands(open)) return ignored(open)
  const turned = turn(open.flow, open.state, input, inside.moment())
  const after = {
    ...open,
    state: turned.state,
    entries: [...open.entries, ...turned.entries],
    revision: open.revision + 1,
  }
  if (turned.entries.length === 0) return ignored(open)
  const watchers = await loadWatchers(inside.database, caseId)
  const now = inside.clock.now()
  const reachable = watchers.filter(({ session }) => !session.unreachable)
  const kase = caseChange(inside, after, turned, undefined, provedBindings(turned, watchers, now))
  const change: Change = { now, ...push(inside, reachable, open, after, turned), ...(kase && { kase }) }
  const committed = await commit(inside.database, change, inside.keys.own('outgoing'))
  return { committed, applied: { state: turned.state, changed: true } }
}

async function apply(
  inside: Inside,
  caseId: string,
  input: Input,
  stands = (_: OpenCase) => true,
): Promise<Applied | undefined> {
  let applied: Applied | undefined
  await untilCommitted(async () => {
    const once = await applyOnce(inside, caseId, input, stands)
    applied = once.applied
    return once.committed
  })
  inside.effects.wake()
  return applied
}

/** The desk over one database. Safe to run in any number of processes at once. */
export function createDesk(dependencies: DeskDependencies): Desk {
  const { clock, workingTime, database } = dependencies
  const inside: Inside = {
    ...dependencies,
    recall: createRecall(clock),
    now: () => clock.now(),
    moment: () => ({ at: clock.now(), workingTime }),
  }
  const visitOf = async (address: Address) => loadVisit(database, inside, address, '')
  return {
    receive: incoming => receive(inside, incoming),
    apply: (caseId, input) => apply(inside, caseId, input),
    upload: (caseId, ref, files) =>
      apply(
        inside,
        caseId,
        { kind: 'sent-files', files },
        open => position(open.flow, open.state)?.ref === ref && !open.state.pending,
      ),
    find: async caseId => {
      const open = await loadCase(database, inside, caseId)
      return open && { id: caseId, flow: open.flow, state: open.state, revision: open.revision, key: open.key }
    },
    mayTakeFiles: address => {
      const open = inside.recall.find(address)?.open
      return open === undefined || position(open.flow, open.state)?.step.kind === 'upload'
    },
    session: async address => (await visitOf(address)).session,
    question: async address => {
      const { open } = await visitOf(address)
      return open && questionOf(open, inside.moment(), false)
    },
    say: async (id, address, outgoing) => {
      const change: Change = { received: id, now: clock.now(), sends: sends(address, id, outgoing) }
      const committed = await commit(database, change, inside.keys.own('outgoing'), leaseSeconds)
      if (committed.outcome === 'done') inside.effects.take(committed.leased)
      return committed.outcome === 'done' ? 'done' : 'duplicate'
    },
  }
}
