import type { InlineKeyboardMarkup, Message, ReplyKeyboardMarkup } from '@grammyjs/types'
import { type Bot, type Entry, nextNumber, type Room } from './world.ts'

/** What a message consists of apart from its place: text, entities, media, markup. */
export type Content = Partial<Omit<Message, 'message_id' | 'date' | 'chat'>>

/** Puts a message at the end of a room and wakes whoever looks at it. */
export function addEntry(bot: Bot, room: Room, date: number, content: Content, keyboard?: ReplyKeyboardMarkup): Entry {
  const number = nextNumber(bot)
  const message: Message = { message_id: number, date, chat: room.chat, ...content }
  const entry: Entry = {
    message,
    version: number,
    deleted: false,
    offered: new Set(offers(message.reply_markup)),
    keyboard,
  }
  room.entries.set(number, entry)
  room.typingVersion = 0
  room.changed.notify()
  return entry
}

/** Replaces a message by its edited self; the earlier buttons stay known. */
export function changeEntry(bot: Bot, room: Room, entry: Entry, message: Message): void {
  entry.message = message
  entry.version = nextNumber(bot)
  for (const data of offers(message.reply_markup)) entry.offered.add(data)
  room.changed.notify()
}

export function removeEntry(bot: Bot, room: Room, entry: Entry): void {
  entry.deleted = true
  entry.version = nextNumber(bot)
  room.changed.notify()
}

/** A message that is still there. */
export function findEntry(room: Room, id: number | undefined): Entry | undefined {
  const entry = id === undefined ? undefined : room.entries.get(id)
  return entry?.deleted ? undefined : entry
}

const offers = (markup: InlineKeyboardMarkup | undefined) =>
  (markup?.inline_keyboard ?? []).flat().flatMap(button => ('callback_data' in button ? [button.callback_data] : []))
