import type { Input } from '../../flows/engine/input.ts'
import { type Turned, turn } from '../../flows/engine/turn.ts'
import { days, type Instant, plus } from '../../flows/values/time.ts'
import { type CaseChange, type Change, type Committed, commit } from './commit.ts'
import { caseChange, type Inside, untilCommitted } from './inside.ts'
import { loadCase, loadWatchers, type OpenCase, type Watcher } from './load.ts'
import type { Applied } from './port.ts'
import { push } from './push.ts'

/** How long a sign-in from a chat is taken as proof that the chat is the applicant's; after that he signs in again to see a result. */
const proofDays = 14

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
  for (const { session } of watchers) inside.recall.forget(session.address)
  return { committed, applied: { state: turned.state, changed: true } }
}

/** What did not come from a chat, to its commit; the chats of the case are shown what it changed. */
export async function apply(
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
