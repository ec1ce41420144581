import { randomUUID } from 'node:crypto'
import type { ApplicantInput, Saying } from '../../flows/engine/input.ts'
import { position } from '../../flows/engine/position.ts'
import type { Moment } from '../../flows/engine/progress.ts'
import { promisedTo } from '../../flows/engine/promised.ts'
import { begin, type Turned, turn } from '../../flows/engine/turn.ts'
import { type Catalogue, findFlow } from '../../flows/engine/versions.ts'
import { type Page, type Reaction, receive } from '../../flows/reception/reception.ts'
import type { Question, Screen } from '../../flows/reception/view.ts'
import type { Sql } from '../database/port.ts'
import type { Keys } from '../keys/port.ts'
import { caseLines, tagOf } from './lines.ts'
import { type LoadedSession, loadByTag, loadWatchers, type OpenCase, type Opener } from './load.ts'
import type { Event } from './port.ts'

/** What an event from a chat comes to, before it is rendered and written. */
export interface Visit {
  session: LoadedSession
  says: Saying[]
  screen: Screen
  /** The case as the turn left it. */
  open?: OpenCase
  turned?: Turned
  wrapped?: Uint8Array
  forget: boolean
  stale: boolean
}

export interface Visiting extends Opener {
  database: Sql
  keys: Keys
  catalogue: Catalogue
  moment: () => Moment
}

const note = (key: string | undefined): Saying[] => (key === undefined ? [] : [{ kind: 'note', key }])

/** Where a case stands, with all that a renderer may show; undefined once there is nothing left to show. */
export function questionOf(open: OpenCase, moment: Moment, aside: boolean): Question | undefined {
  const { id, revision, flow, state } = open
  const place = position(flow, state)
  if (!place || state.status === 'deleted' || state.status === 'expired') return undefined
  const { promised, due } = promisedTo(flow, state, state.signed ? { ...moment, at: state.signed.at } : moment)
  return { caseId: id, tag: tagOf(id), revision, flow, state, place, promised, due, aside }
}

/** Deleted in this very turn: the list is read before it is written. */
const isGone = (open: OpenCase | undefined, tag: string) => open?.state.status === 'deleted' && tagOf(open.id) === tag

async function pageScreen(
  { database, catalogue, moment }: Visiting,
  session: LoadedSession,
  open: OpenCase | undefined,
  page: Page,
): Promise<Screen> {
  const question = open && questionOf(open, moment(), false)
  if (question && page === 'question') return { kind: 'question', question }
  if (question && page === 'status') return { kind: 'question', question, status: true }
  if (page === 'services') return { kind: 'services', flows: catalogue.flows }
  if (page === 'cases')
    return {
      kind: 'cases',
      cases: (await caseLines(database, session.address)).filter(({ tag }) => !isGone(open, tag)),
    }
  if (page === 'help') return { kind: 'help', ...(question && { question }) }
  if (page === 'choose-language' || page === 'confirm-forget' || page === 'forgotten' || page === 'nothing')
    return { kind: page }
  const current =
    session.caseId &&
    (await caseLines(database, session.address)).find(({ tag }) => tag === tagOf(session.caseId ?? ''))
  return { kind: 'menu', ...(current && { current }) }
}

/** The case after a turn: one revision further when anything is to be written. */
const after = (open: OpenCase, turned: Turned): OpenCase => ({
  ...open,
  state: turned.state,
  entries: [...open.entries, ...turned.entries],
  revision: open.revision + (open.entries.length + turned.entries.length > 0 ? 1 : 0),
})

function beginCase(
  { keys, moment }: Visiting,
  session: LoadedSession,
  flow: OpenCase['flow'],
): { open: OpenCase; turned: Turned; wrapped: Uint8Array } {
  const { key, wrapped } = keys.create()
  const begun = begin(flow, { language: session.language ?? 'kk', channel: session.address.channel }, moment().at)
  const open: OpenCase = {
    id: randomUUID(),
    revision: 0,
    key,
    flow,
    state: begun.state,
    entries: begun.entries,
    after: { seq: 0, hash: '' },
  }
  return { open, turned: begun, wrapped }
}

const byInput = (session: LoadedSession, open: OpenCase, input: ApplicantInput, moment: Moment) => {
  const turned = turn(open.flow, open.state, input, moment)
  const next = after(open, turned)
  const gone = turned.state.status === 'deleted' && session.caseId === open.id
  return { turned, open: next, session: gone ? { ...session, caseId: undefined } : session }
}

/** The event's meaning carried through, without a write: called again from the start when a commit was stale. */
export async function visit(
  deps: Visiting,
  session: LoadedSession,
  open: OpenCase | undefined,
  event: Event,
): Promise<Visit> {
  const current = open && { tag: tagOf(open.id), revision: open.revision, submitted: open.state.signed !== undefined }
  const reaction = receive({ language: session.language, current, actions: session.actions }, event)
  // Whoever writes to us can be reached, whatever an earlier message met.
  return react(deps, { ...session, unreachable: false }, open, reaction)
}

async function react(
  deps: Visiting,
  session: LoadedSession,
  open: OpenCase | undefined,
  reaction: Reaction,
): Promise<Visit> {
  const shown = async (page: Page, says: Saying[] = [], more: Partial<Visit> = {}): Promise<Visit> => {
    const next = more.session ?? session
    const shownCase = 'open' in more ? more.open : open
    const screen = await pageScreen(deps, next, shownCase, page)
    return { session: next, says, screen, forget: false, stale: false, ...(shownCase && { open: shownCase }), ...more }
  }
  switch (reaction.kind) {
    case 'show':
      return shown(reaction.page, note(reaction.note), { stale: reaction.note === 'stale' })
    case 'speak':
      return shown(open ? 'question' : 'menu', [], { session: { ...session, language: reaction.language } })
    case 'show-service':
    case 'begin':
      return atService(deps, session, open, reaction, shown)
    case 'open':
    case 'delete':
    case 'papers':
      return openOther(deps, session, reaction, shown)
    case 'forget':
      return shown('forgotten', [], { session: { ...session, caseId: undefined }, forget: true })
    case 'reach':
      return shown('nothing', [], { session: { ...session, unreachable: !reaction.reachable } })
    case 'case':
      return open ? atCase(deps, session, open, reaction.input, shown) : shown('menu')
  }
}

type Shown = (page: Page, says?: Saying[], more?: Partial<Visit>) => Promise<Visit>

async function atService(
  deps: Visiting,
  session: LoadedSession,
  open: OpenCase | undefined,
  reaction: Extract<Reaction, { kind: 'show-service' | 'begin' }>,
  shown: Shown,
): Promise<Visit> {
  const flow = findFlow(deps.catalogue, reaction.flow)
  if (!flow) return shown('services')
  if (reaction.kind === 'show-service') return { ...(await shown('nothing')), screen: { kind: 'service', flow } }
  // A second tap on "begin" finds the draft of the first.
  if (open?.flow.id === flow.id && open.state.seq === 1) return shown('question')
  const begun = beginCase(deps, session, flow)
  return shown('question', [], { ...begun, session: { ...session, caseId: begun.open.id } })
}

function atCase(
  deps: Visiting,
  session: LoadedSession,
  open: OpenCase,
  input: ApplicantInput,
  shown: Shown,
): Promise<Visit> {
  const acted = byInput(session, open, input, deps.moment())
  if (!acted.session.caseId) return shown('menu', note('draft-deleted'), acted)
  return shown('question', acted.turned.says, acted)
}

async function openOther(
  deps: Visiting,
  session: LoadedSession,
  reaction: Extract<Reaction, { kind: 'open' | 'delete' | 'papers' }>,
  shown: Shown,
): Promise<Visit> {
  const other = await loadByTag(deps.database, deps, session.address, reaction.tag)
  if (!other) return shown('cases', note('case-gone'), { stale: true })
  if (reaction.kind === 'open') {
    const next = { ...session, caseId: other.id }
    return shown('question', note(reaction.stale ? 'stale' : undefined), {
      open: other,
      session: next,
      stale: reaction.stale,
    })
  }
  if (reaction.kind === 'papers') return showPapers(deps, session, other, shown)
  const acted = byInput(session, other, { kind: 'deletes' }, deps.moment())
  return shown('cases', note(acted.turned.state.status === 'deleted' ? 'draft-deleted' : 'already-sent'), acted)
}

/** Sent again to a chat that lost them, as long as its proof holds. */
async function showPapers(deps: Visiting, session: LoadedSession, other: OpenCase, shown: Shown): Promise<Visit> {
  const watchers = await loadWatchers(deps.database, other.id)
  const own = watchers.find(({ session: { address } }) => address.id === session.address.id)
  const proved = own !== undefined && own.provedUntil > deps.moment().at
  const papers = Object.entries(other.state.papers).map(
    ([paper, { number }]): Saying => ({ kind: 'paper', paper, number }),
  )
  return shown('nothing', proved ? papers : note('prove-again'), {
    open: other,
    session: { ...session, caseId: other.id },
  })
}
