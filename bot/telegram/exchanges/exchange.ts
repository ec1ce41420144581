import type { Event } from '../../../flows/reception/reception.ts'
import type { Question } from '../../../flows/reception/view.ts'
import type { Language } from '../../../flows/values/language.ts'
import type { Outgoing } from '../../../services/cases/port.ts'
import type { ExchangeStore } from '../../../services/exchanges/port.ts'
import type { Visit } from '../read.ts'
import { documentOf } from '../render/steps/upload.ts'
import { turnExchange } from './documents.ts'
import { findKept, type Kept, keepExchange } from './keeping.ts'
import { choices, type Offer, pressedChoice, type Told } from './pages.ts'

/** What the exchange makes of an update. Without `event` it only says something. */
export interface Exchanged {
  said: Outgoing[]
  /** What it ends in; goes to the desk. */
  event?: Event
  /** To be called after the commit. */
  settle: () => Promise<void>
}

export interface ExchangeOptions {
  bot: { id: number; token: string }
  store: ExchangeStore
}

const keyOf = ({ id }: { id: number }, chat: string) => `exchange:${id}:${chat}`

export const findExchange = ({ bot, store }: ExchangeOptions, chat: string): Promise<Kept | undefined> =>
  findKept(store, keyOf(bot, chat))

export const leaveExchange = ({ bot, store }: ExchangeOptions, chat: string): Promise<void> =>
  store.delete(keyOf(bot, chat))

/** Pages are collected only where a document is asked for and none is being checked. */
export function offerAt(question: Question | undefined, language: Language): Offer | undefined {
  const step = question?.place.step
  if (!question || step?.kind !== 'upload' || question.state.pending || question.state.signed) return undefined
  const { maxPages } = documentOf(question.flow, step.document)
  return { place: `${question.caseId}/${question.place.ref}`, language, maxPages }
}

/** Buttons of this exchange, pressed or typed; what else is said while pages are collected; undefined for what leaves it. */
export function tell({ event, page, pressed }: Visit): Told | undefined {
  if (page) return { kind: 'page', page }
  const button = choices.find(choice => pressedChoice(choice) === pressed)
  if (button) return { kind: 'choice', choice: button }
  if (event.kind === 'unsupported') return { kind: 'else', note: `unsupported.${event.what}` }
  if (event.kind !== 'text') return undefined
  const [, number] = /^\s*(\d)[.)]?\s*$/.exec(event.text) ?? []
  const typed = choices[Number(number) - 1]
  return typed ? { kind: 'choice', choice: typed } : { kind: 'else', note: 'not-typed.upload' }
}

const back: Event = { kind: 'action', action: { kind: 'continue' } }

/** One update inside the exchange. An exchange that was begun at another place does not go on here. */
export async function exchange(
  { bot, store }: ExchangeOptions,
  { updateId, address }: Visit,
  told: Told,
  offer: Offer,
  kept: Kept | undefined,
): Promise<Exchanged> {
  const same = kept?.place === offer.place ? kept : undefined
  const keeping = keepExchange(store, keyOf(bot, address.id), offer.place, same)
  const { said, outcome } = await turnExchange(bot, { updateId, chat: address.id }, told, offer, keeping)
  await keeping.writes()
  return { said, settle: keeping.deletes, ...(outcome && { event: outcome.kind === 'files' ? outcome : back }) }
}
