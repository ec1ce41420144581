import { findEntry } from '../entries.ts'
import { badRequest, blockedByUser } from '../wire/failure.ts'
import type { Entry, Room } from '../world.ts'
import type { Call } from './call.ts'

/** The room that chat_id names. A bot cannot write first: who never wrote to it is "chat not found". */
export function getRoom({ bot, params }: Call): Room {
  const id = params.text('chat_id')
  if (id === undefined || id === '') throw badRequest('chat_id is empty')
  const room = bot.rooms.get(Number(id))
  if (!room) throw badRequest('chat not found')
  return room
}

/** The same, for calls that send something: a person who blocked the bot is 403. */
export function getOpenRoom(call: Call): Room {
  const room = getRoom(call)
  if (room.blocked) throw blockedByUser()
  return room
}

/** The message that message_id names; `purpose` completes "message to … not found". */
export function getEntry({ params }: Call, room: Room, purpose: string, field = 'message_id'): Entry {
  const entry = findEntry(room, params.integer(field))
  if (!entry) throw badRequest(`message to ${purpose} not found`)
  return entry
}
