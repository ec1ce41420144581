import { position } from '../../flows/engine/position.ts'
import type { View } from '../../flows/reception/view.ts'
import { DatabaseError } from '../database/port.ts'
import { type Change, type Committed, commit, encodedActions, queueOf } from './commit.ts'
import { caseChange, type Inside, leaseSeconds, untilCommitted } from './inside.ts'
import { type LoadedSession, loadVisit, type OpenCase } from './load.ts'
import { park } from './parking.ts'
import type { Address, Incoming, Outgoing, Received } from './port.ts'
import { sends, speaking } from './push.ts'
import type { Recalled } from './recall.ts'
import { type Visit, visit } from './visit.ts'

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

const twelveDigits = ({ event }: Incoming) => event.kind === 'text' && event.text.replaceAll(/\D/g, '').length === 12
const isText = ({ event }: Incoming) =>
  event.kind === 'text' || (event.kind === 'unsupported' && event.what === 'edited')

/** What must not stay in sight: an IIN wherever it was typed, and anything written or edited where only a sign-in page may take it. */
function conceals(open: OpenCase | undefined, incoming: Incoming): boolean {
  const step = open && position(open.flow, open.state)?.step
  const delicate = step?.kind === 'identify' || (step?.kind === 'ask' && step.sensitive === true)
  return twelveDigits(incoming) || (delicate && isText(incoming))
}

/** From the event of a chat to its commit; what throws is parked. */
export async function receive(inside: Inside, incoming: Incoming): Promise<Received> {
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
