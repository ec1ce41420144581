import type { Saying } from '../../flows/engine/input.ts'
import { position } from '../../flows/engine/position.ts'
import type { Moment } from '../../flows/engine/progress.ts'
import type { Turned } from '../../flows/engine/turn.ts'
import type { View } from '../../flows/reception/view.ts'
import type { Language } from '../../flows/values/language.ts'
import { type Change, encodedActions } from './commit.ts'
import type { OpenCase, Watcher } from './load.ts'
import type { Address, Channel, Face, Outgoing } from './port.ts'
import { questionOf } from './visit.ts'

export interface Pushing {
  faces: Partial<Record<Channel, Face>>
  moment: () => Moment
}

export const speaking = (language: Language | undefined): Language => language ?? 'kk'

export function sends(address: Address, id: string, outgoing: readonly Outgoing[]): Change['sends'] {
  return outgoing.map((one, i) => ({ address, key: `${id}:${i}`, outgoing: one }))
}

/** Moved on, or waits for something else: worth showing the question again. */
const moved = (before: OpenCase, after: OpenCase) =>
  position(before.flow, before.state)?.ref !== position(after.flow, after.state)?.ref ||
  before.state.status !== after.state.status ||
  before.state.pending?.what !== after.state.pending?.what

/** A paper is shown only to a chat whose proof still holds; any other is asked to sign in first. */
const provable = (says: readonly Saying[], proved: boolean): Saying[] =>
  says.map(saying => (saying.kind === 'paper' && !proved ? { kind: 'note', key: 'prove-again' } : saying))

function pushView(inside: Pushing, watcher: Watcher, before: OpenCase, after: OpenCase, turned: Turned): View {
  const { session, provedUntil } = watcher
  const question = questionOf(after, inside.moment(), session.caseId !== after.id)
  const onlyPapers =
    turned.says.length > 0 && turned.says.every(({ kind }) => kind === 'paper') && !moved(before, after)
  return {
    language: speaking(session.language),
    says: provable(turned.says, provedUntil > inside.moment().at || after.state.papers === before.state.papers),
    screen: question && !onlyPapers ? { kind: 'question', question } : { kind: 'nothing' },
  }
}

export interface Pushed {
  sends: Change['sends']
  pushed: { address: Address; actions: readonly string[] }[]
}

/** What the chats of a case are shown after a turn that none of them made. */
export function push(
  inside: Pushing,
  watchers: readonly Watcher[],
  before: OpenCase,
  after: OpenCase,
  turned: Turned,
): Pushed {
  if (turned.says.length === 0 && !moved(before, after)) return { sends: [], pushed: [] }
  const shown = watchers.map(watcher => {
    const { address } = watcher.session
    const outgoing =
      inside.faces[address.channel]?.render(pushView(inside, watcher, before, after, turned), address, 'push') ?? []
    const actions = encodedActions(outgoing)
    return {
      sends: sends(address, `${after.id}:${after.state.seq}:${address.channel}:${address.id}`, outgoing),
      pushed: actions ? [{ address, actions }] : [],
    }
  })
  return { sends: shown.flatMap(one => one.sends), pushed: shown.flatMap(one => one.pushed) }
}
