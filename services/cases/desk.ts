import { position } from '../../flows/engine/position.ts'
import { apply } from './apply.ts'
import { type Change, commit } from './commit.ts'
import { type DeskDependencies, type Inside, leaseSeconds } from './inside.ts'
import { loadCase, loadVisit } from './load.ts'
import type { Address, Desk, Outgoing, Received } from './port.ts'
import { sends } from './push.ts'
import { createRecall } from './recall.ts'
import { receive } from './receive.ts'
import { questionOf } from './visit.ts'

async function say(inside: Inside, id: string, address: Address, outgoing: Outgoing[]): Promise<Received> {
  const change: Change = { received: id, now: inside.clock.now(), sends: sends(address, id, outgoing) }
  const committed = await commit(inside.database, change, inside.keys.own('outgoing'), leaseSeconds)
  if (committed.outcome !== 'done') return 'duplicate'
  inside.effects.take(committed.leased)
  if (committed.left) inside.effects.wake()
  return 'done'
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
    say: (id, address, outgoing) => say(inside, id, address, outgoing),
  }
}
