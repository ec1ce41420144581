import type { Chat, User } from '@grammyjs/types'
import { Signal } from './signal.ts'
import type { Bot, Room } from './world.ts'

/** Supergroup ids are negative and begin with 100; each person owns one group in the stand-in. */
export const groupId = (person: number) => -1_000_000_000_000 - person

const createRoom = (id: number, chat: Chat): Room => ({
  id,
  chat,
  entries: new Map(),
  notices: [],
  changed: new Signal(),
  blocked: false,
  keyboard: undefined,
  typingVersion: 0,
})

/** The person's private chat with the bot. */
export function openPrivate(bot: Bot, person: User): Room {
  const room = bot.rooms.get(person.id) ?? createRoom(person.id, privateChat(person))
  bot.rooms.set(room.id, room)
  return room
}

/** The group in which the person writes; undefined until the bot was added to it. */
export const findGroup = (bot: Bot, person: User) => bot.rooms.get(groupId(person.id))

export function openGroup(bot: Bot, person: User): Room {
  const id = groupId(person.id)
  const room = createRoom(id, { id, type: 'supergroup', title: `${person.first_name} · топ` })
  bot.rooms.set(id, room)
  return room
}

const privateChat = ({ id, first_name, last_name, username }: User): Chat => ({
  id,
  type: 'private',
  first_name,
  ...(last_name !== undefined && { last_name }),
  ...(username !== undefined && { username }),
})
