import { randomInt } from 'node:crypto'
import type { ChatMember, Message, Update, User } from '@grammyjs/types'
import { addEntry, type Content, changeEntry, findEntry } from '../entries.ts'
import { asText, withDetected } from '../format/text.ts'
import { findGroup, openGroup, openPrivate } from '../rooms.ts'
import { pushUpdate } from '../updates/push.ts'
import { type Bot, type Entry, type Room, seconds, type World } from '../world.ts'
import { CannotDo } from './failure.ts'

/** A person in front of a bot. */
export interface Seat {
  readonly world: World
  readonly bot: Bot
  readonly person: User
}

/** Where the person writes: the private chat, or his group, to which he adds the bot first. */
export function enterRoom(seat: Seat, group: boolean): Room {
  if (!group) return openPrivate(seat.bot, seat.person)
  const known = findGroup(seat.bot, seat.person)
  if (known) return known
  const room = openGroup(seat.bot, seat.person)
  changeMembership(seat, room, 'left', 'member')
  return room
}

/** Sends the contents in order as the person's own messages. Errors: 409 while he blocks the bot. */
export function sendAll(seat: Seat, room: Room, contents: readonly Content[]): Entry[] {
  if (room.blocked) throw new CannotDo(409, 'the person blocked the bot: unblock it first')
  return contents.map(content => {
    const entry = addEntry(seat.bot, room, seconds(seat.world.clock), { from: seat.person, ...content })
    pushUpdate(seat.world, seat.bot, room, { message: entry.message as NonNullable<Update['message']> })
    return entry
  })
}

export function editOwn({ world, bot, person }: Seat, room: Room, id: number, text: string): Entry {
  const entry = findEntry(room, id)
  if (entry?.message.from?.id !== person.id) throw new CannotDo(404, `no message ${id} of the person's own`)
  const { text: _, entities: __, ...rest } = entry.message
  const edited: Message = { ...rest, ...asText(withDetected({ text, entities: [] })), edit_date: seconds(world.clock) }
  changeEntry(bot, room, entry, edited)
  pushUpdate(world, bot, room, { edited_message: edited as NonNullable<Update['edited_message']> })
  return entry
}

export function click({ world, bot, person }: Seat, room: Room, id: number, data: string): string {
  const entry = findEntry(room, id)
  if (!entry) throw new CannotDo(404, `no message ${id}`)
  if (!entry.offered.has(data)) throw new CannotDo(400, `message ${id} never had such a button`)
  const query = String(randomInt(2 ** 47))
  bot.queries.set(query, room)
  const callback_query = {
    id: query,
    from: person,
    message: entry.message,
    chat_instance: String(room.id),
    data,
  }
  pushUpdate(world, bot, room, { callback_query })
  return query
}

export function setBlocked(seat: Seat, blocked: boolean): void {
  const room = openPrivate(seat.bot, seat.person)
  if (room.blocked === blocked) return
  room.blocked = blocked
  changeMembership(seat, room, blocked ? 'member' : 'kicked', blocked ? 'kicked' : 'member')
}

type Membership = 'member' | 'kicked' | 'left'

function changeMembership({ world, bot, person }: Seat, room: Room, before: Membership, after: Membership): void {
  const member = (status: Membership): ChatMember =>
    status === 'kicked' ? { status, user: bot.me, until_date: 0 } : { status, user: bot.me }
  pushUpdate(world, bot, room, {
    my_chat_member: {
      chat: room.chat,
      from: person,
      date: seconds(world.clock),
      old_chat_member: member(before),
      new_chat_member: member(after),
    },
  })
}
