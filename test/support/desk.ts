import { randomBytes } from 'node:crypto'
import { catalogue as offered } from '../../flows/catalogue.ts'
import type { ApplicantInput, OutsideInput } from '../../flows/engine/input.ts'
import { reviewDigest } from '../../flows/engine/review.ts'
import type { Catalogue } from '../../flows/engine/versions.ts'
import type { Action, ButtonInput } from '../../flows/reception/action.ts'
import type { Event } from '../../flows/reception/reception.ts'
import type { Question, View } from '../../flows/reception/view.ts'
import { kazakhstanCalendar } from '../../services/calendar/kazakhstan.ts'
import { createDesk } from '../../services/cases/desk.ts'
import { type Sender, send } from '../../services/cases/performers/send.ts'
import type { Address, Desk, Face, FoundCase, Incoming, Outgoing, Received } from '../../services/cases/port.ts'
import type { Database } from '../../services/database/port.ts'
import type { Performer } from '../../services/effects/port.ts'
import { EffectRunner } from '../../services/effects/runner.ts'
import { createKeys } from '../../services/keys/keys.ts'
import { createMemoryWakeups } from '../../services/wakeups/memory.ts'
import { clockAt } from './clock.ts'
import { type Played, play, type Stretch, spoken } from './turns.ts'

function buttonsOf(question: Question): ButtonInput[] {
  const { ref, step } = question.place
  if (step.kind === 'consent') return [{ kind: 'agreed' }]
  if (step.kind === 'choose') return step.options.map(({ id }) => ({ kind: 'chose', ref, option: id }))
  if (step.kind === 'each') return [{ kind: 'adds-item' }, { kind: 'closes-items' }]
  return step.kind === 'review' ? [{ kind: 'confirmed' }] : []
}

function actionsOf({ screen }: View): Action[] {
  if (screen.kind === 'choose-language')
    return (['kk', 'ru'] as const).map(language => ({ kind: 'language', language }))
  if (screen.kind === 'services') return screen.flows.map(({ id }) => ({ kind: 'service', flow: id }))
  if (screen.kind === 'service') return [{ kind: 'begin', flow: screen.flow.id }]
  if (screen.kind === 'cases') return screen.cases.map(({ tag }) => ({ kind: 'open', tag }))
  if (screen.kind !== 'question') return []
  const { tag, revision } = screen.question
  return buttonsOf(screen.question).map(input => ({ kind: 'case', tag, revision, input }))
}

const screenName = ({ screen }: View) =>
  screen.kind === 'question' ? `asks ${screen.question.place.ref}` : screen.kind

/** A channel of plain words: one message that says what was said and where the citizen stands, and one for each paper. */
export const plainFace: Face = {
  render(view, _, priority) {
    const text = [...spoken(view.says), screenName(view)].join(', ')
    const papers = view.says.flatMap(saying => (saying.kind === 'paper' ? [saying.number] : []))
    return [
      ...papers.map(paper => ({ method: 'paper', payload: {}, paper, priority })),
      { method: 'show', payload: { language: view.language, text }, actions: actionsOf(view), priority },
    ]
  },
}

interface Sent {
  chat: string
  outgoing: Outgoing
}

export interface Premises {
  keys: ReturnType<typeof createKeys>
  clock: ReturnType<typeof clockAt>
  catalogue: Catalogue
  face: Face
  /** What else is done besides sending; what nobody does counts as done. */
  perform: (desk: Desk) => Record<string, Performer>
  sender: Sender
  sent: Sent[]
  leaseSeconds: number
}

const idle: Performer = async () => ({ outcome: 'done' })
const kinds = ['look-up', 'take-files', 'verify-signature', 'register', 'ask-decision', 'issue', 'deliver', 'timer']

/** One process over a database: a desk, the runner of its effects, and what it sent. `again` is another process beside it. */
export function openOffice(database: Database, given: Partial<Premises> = {}) {
  const sent = given.sent ?? []
  const sender: Sender = async (chat, outgoing) => {
    sent.push({ chat, outgoing })
    return 'done'
  }
  const premises: Premises = {
    ...{ keys: createKeys(randomBytes(32)), clock: clockAt('2026-11-23T05:00:00.000Z'), catalogue: offered },
    ...{ face: plainFace, perform: () => ({}), sender, sent, leaseSeconds: 30 },
    ...given,
  }
  const { keys, clock, catalogue, face, leaseSeconds } = premises
  const faults: { err?: unknown }[] = []
  const log = { error: (about: object) => void faults.push(about) }
  const desk = createDesk({
    ...{ database, keys, clock, catalogue, log, workingTime: kazakhstanCalendar(), faces: { telegram: face } },
    effects: {
      take: leased => runner.take(leased),
      wake: () => runner.wake(),
      handOver: queue => runner.handOver(queue),
      giveBack: ended => runner.giveBack(ended),
    },
  })
  const performers: Record<string, Performer> = {
    ...Object.fromEntries(kinds.map(kind => [kind, idle])),
    send: send({ database, keys, clock, log, senders: { telegram: premises.sender } }),
    ...premises.perform(desk),
  }
  const runner = new EffectRunner({ database, clock, log, performers, leaseSeconds, wakeups: createMemoryWakeups() })
  return {
    ...{ database, desk, runner, sent, faults, keys, clock },
    again: (other: Partial<Premises> = {}) => openOffice(database, { ...premises, ...other }),
    chat: (id = '7001') => new Chat(desk, runner, sent, id),
  }
}
export type Office = ReturnType<typeof openOffice>

let updates = 0
/** Unique for ever, as Telegram's are. */
const nextUpdate = () => `telegram:1:${++updates}`

const isButton = (input: Played): input is ButtonInput =>
  [
    ...['agreed', 'chose', 'confirmed', 'went-back', 'changes', 'keeps'],
    ...['adds-item', 'removes-item', 'closes-items', 'tries-again', 'deletes'],
  ].includes(input.kind)

/** A citizen at his chat. Every act is a new update unless its id is given. */
export class Chat {
  readonly address: Address
  readonly #desk: Desk
  readonly #runner: EffectRunner
  readonly #sent: Sent[]

  constructor(desk: Desk, runner: EffectRunner, sent: Sent[], id: string) {
    this.address = { channel: 'telegram', id }
    this.#desk = desk
    this.#runner = runner
    this.#sent = sent
  }

  /** The update itself, to be delivered once or several times. */
  update(event: Event, more: Pick<Incoming, 'aside'> = {}): Incoming {
    return { id: nextUpdate(), address: this.address, event, ...more }
  }

  does(event: Event): Promise<Received> {
    return this.#desk.receive(this.update(event))
  }

  taps(action: Action): Promise<Received> {
    return this.does({ kind: 'action', action })
  }

  types(text: string): Promise<Received> {
    return this.does({ kind: 'text', text })
  }

  /** A button of the question as it stands. */
  async button(input: ButtonInput): Promise<Action> {
    const { tag, revision } = await this.question()
    return { kind: 'case', tag, revision, input }
  }

  async begins(flow = 'guardianship-certificate'): Promise<this> {
    if (!(await this.#desk.session(this.address)).language) await this.taps({ kind: 'language', language: 'kk' })
    await this.taps({ kind: 'begin', flow })
    return this
  }

  /** Goes along the way: his own acts come in by the chat, the outside answers what is awaited. */
  async goes(...what: readonly (Stretch | Played)[]): Promise<this> {
    const inputs = what.flatMap(item => (typeof item === 'string' ? play().inputsOf(item) : [item]))
    for (const input of inputs) await this.#acts(input)
    return this
  }

  async #acts(input: Played): Promise<void> {
    if (input.kind === 'typed') await this.types(input.text)
    else if (input.kind === 'sent-files') await this.does({ kind: 'files', files: input.files })
    else if (isButton(input)) await this.taps(await this.button(input))
    else await this.hears(input)
  }

  /** The outside answers the request that is open. */
  async hears(input: Exclude<Played, ApplicantInput>): Promise<void> {
    const { id, flow, state } = await this.kase()
    const digest = input.kind === 'signature-accepted' && { digest: reviewDigest(flow, state) }
    await this.#desk.apply(id, { key: state.pending?.key ?? 'none', ...digest, ...input } as OutsideInput)
  }

  async question(): Promise<Question> {
    const question = await this.#desk.question(this.address)
    if (!question) throw new RangeError('this chat is at no question')
    return question
  }

  /** The case that the chat is busy with. */
  async kase(): Promise<FoundCase> {
    const { caseId } = await this.#desk.session(this.address)
    const found = caseId && (await this.#desk.find(caseId))
    if (!found) throw new RangeError('this chat has no case')
    return found
  }

  /** Everything the chat was shown, in the order in which it came: 'note stale, asks iin', 'paper C-1'. */
  async shown(): Promise<string[]> {
    await this.#runner.settled()
    const own = this.#sent.filter(({ chat }) => chat === this.address.id)
    return own.map(({ outgoing: { paper, payload, method } }) =>
      paper === undefined ? String(payload.text ?? method) : `paper ${paper}`,
    )
  }
}

/** Every row of every table as text, bytes as hexadecimal: what somebody finds who has copied the database. */
export async function everythingIn(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migration'",
  )
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)),
  )
  return rows.flatMap(table => table.map(({ row }) => row)).join('\n')
}

/** Those of the words that can be found in it, as they are or in a common disguise. */
export const foundIn = (everything: string, words: readonly string[]): string[] =>
  words.filter(word => {
    const bytes = Buffer.from(word)
    const disguises = [
      word,
      JSON.stringify(word).slice(1, -1),
      bytes.toString('hex'),
      bytes.toString('base64').slice(0, -4),
    ]
    return disguises.some(disguise => everything.toLowerCase().includes(disguise.toLowerCase()))
  })
