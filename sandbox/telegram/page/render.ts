import type { Language } from '../../../flows/values/language.ts'
import { commandsFor } from '../methods/profile.ts'
import type { Seat } from '../users/actions.ts'
import { changedAfter, type FileUrl } from '../users/view.ts'
import type { Entry, Room } from '../world.ts'
import { renderBubble } from './bubble.ts'
import { templates } from './templates.ts'

/** Whose chat is shown, in which language, and under which addresses. */
export interface Looking {
  readonly seat: Seat
  readonly room: Room
  readonly language: Language
  /** Path at which the sandbox is mounted. */
  readonly base: string
  /** `&bot=<id>` where the page was opened for one bot of several. */
  readonly botQuery: string
  readonly fileUrl: FileUrl
  readonly specimen: string
}

export function renderPage(looking: Looking): string {
  const { seat, room, language, base, botQuery, specimen } = looking
  const entries = changedAfter(room, 0, true)
  return templates.render('chat.njk', {
    language,
    base,
    botQuery,
    specimen,
    bot: seat.bot.me,
    person: seat.person,
    cursor: cursorOf(room),
    started: entries.length > 0,
    description: seat.bot.texts.get(`description/${language}`) ?? seat.bot.texts.get('description/'),
    bubbles: entries.map(entry => bubble(looking, entry)).join(''),
    keyboard: renderKeyboard(room),
    commands: renderCommands(looking),
  })
}

/** What changed after a cursor, ready to put into the page. */
export function renderChanges(looking: Looking, after: number) {
  const { room } = looking
  return {
    cursor: cursorOf(room),
    typing: room.typingVersion > after,
    bubbles: changedAfter(room, after, true).map(entry => ({
      id: entry.message.message_id,
      html: bubble(looking, entry),
    })),
    notices: room.notices.filter(({ version }) => version > after),
    keyboard: renderKeyboard(room),
  }
}

export function cursorOf(room: Room): number {
  const versions = [...room.entries.values()].map(({ version }) => version)
  return Math.max(room.typingVersion, room.notices.at(-1)?.version ?? 0, ...versions, 0)
}

const bubble = ({ seat, language, fileUrl }: Looking, entry: Entry) => renderBubble(seat.bot, entry, language, fileUrl)

export const renderCommands = ({ seat, room, language }: Looking) =>
  templates.render('commands.njk', { language, commands: commandsFor(seat.bot, room, language) })

function renderKeyboard({ keyboard }: Room): string {
  const rows = (keyboard?.keyboard ?? []).map(row =>
    row.map(button => (typeof button === 'string' ? { text: button } : button)),
  )
  return templates.render('keyboard.njk', { rows })
}
