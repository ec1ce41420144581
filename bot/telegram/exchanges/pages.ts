import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Conversation } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import type { ReceivedFile } from '../../../flows/engine/entries.ts'
import type { Language } from '../../../flows/values/language.ts'
import { translate, translateDerived } from '../../../locales/translate.ts'
import type { Page } from '../read.ts'

/** The document whose pages are collected: where the case stands, and how many pages it may have. */
export interface Offer {
  place: string
  language: Language
  maxPages: number
}

/**
 * What the exchange is told of an update, as the text of a message: a page, a choice, or the note for what else came.
 * No words, no names: whatever an exchange is told, its log keeps.
 */
export type Told = { kind: 'page'; page: Page } | { kind: 'choice'; choice: Choice } | { kind: 'else'; note: string }
export const choices = ['done', 'remove', 'cancel'] as const
export type Choice = (typeof choices)[number]

/** How the exchange ended. */
export type Outcome = { kind: 'files'; files: ReceivedFile[] } | { kind: 'cancelled' }

const toldBy = ({ message }: Context): Told => JSON.parse(message?.text ?? '')

/**
 * The source is the version: whenever this file changes, exchanges that began on the old one are dropped instead of
 * being replayed wrongly. One document is then asked for again.
 */
export const version = createHash('sha256')
  .update(readFileSync(import.meta.filename))
  .digest('hex')
  .slice(0, 16)

interface Collected {
  pages: Page[]
  /** The album that the last page belonged to. */
  album?: string
}

/** An album comes as one update for each page; it is answered once. */
const isSilent = (collected: Collected, page: Page) => page.album !== undefined && page.album === collected.album

function prompt({ language, maxPages }: Offer, { pages }: Collected, album: boolean): string {
  const count = pages.length
  if (count === 0) return translate(language, 'telegram:pages.none')
  const received = album ? 'telegram:pages.album' : 'telegram:pages.received'
  const next = count >= maxPages ? 'telegram:pages.full' : 'telegram:pages.more'
  return `${translate(language, received, { count })} ${translate(language, next)}`
}

export const pressedChoice = (choice: Choice) => `pages:${choice}`

const keyboard = ({ language }: Offer) => ({
  inline_keyboard: choices.map((choice, i) => [
    { text: `${i + 1}. ${translate(language, `telegram:pages.${choice}`)}`, callback_data: pressedChoice(choice) },
  ]),
})

function add({ maxPages }: Offer, { pages }: Collected, page: Page): void {
  const known = pages.some(({ unique }) => unique === page.unique)
  if (!known && pages.length < maxPages) pages.push(page)
}

const says = (offer: Offer, note: string) => translateDerived(offer.language, 'common', `notes.${note}`)

/** What is answered to one update; undefined when nothing is. Changes `collected`. */
function answer(offer: Offer, collected: Collected, told: Told): string | undefined {
  if (told.kind === 'else') return `${says(offer, told.note)}\n\n${prompt(offer, collected, false)}`
  if (told.kind === 'choice') {
    if (told.choice === 'remove') collected.pages.pop()
    return prompt(offer, collected, false)
  }
  const silent = isSilent(collected, told.page)
  add(offer, collected, told.page)
  if (told.page.album !== undefined) collected.album = told.page.album
  return silent ? undefined : prompt(offer, collected, told.page.album !== undefined)
}

function outcomeOf({ pages }: Collected, told: Told): Outcome | undefined {
  if (told.kind !== 'choice') return undefined
  if (told.choice === 'cancel') return { kind: 'cancelled' }
  return told.choice === 'done' && pages.length > 0
    ? { kind: 'files', files: pages.map(({ file }) => file) }
    : undefined
}

/**
 * Collects the pages of one document until "that is all". Replayed from its start on every update, so it holds nothing
 * but what updates told it. An update that comes again after its write was kept but before its commit changes nothing.
 */
export async function collectPages(
  conversation: Conversation<Context, Context>,
  first: Context,
  offer: Offer,
  end: (outcome: Outcome) => void,
): Promise<void> {
  const collected: Collected = { pages: [] }
  let last = -1
  for (let context = first; ; context = await conversation.wait()) {
    const { update_id: update } = context.update
    const told = toldBy(context)
    const again = update === last
    last = update
    const outcome = outcomeOf(collected, told)
    if (outcome) return await conversation.external(() => end(outcome))
    const text = again ? prompt(offer, collected, false) : answer(offer, collected, told)
    if (text !== undefined) await context.reply(text, { reply_markup: keyboard(offer) })
  }
}
