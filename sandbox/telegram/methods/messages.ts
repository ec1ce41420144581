import type { Content } from '../entries.ts'
import { removeEntry } from '../entries.ts'
import { asText, readText } from '../format/text.ts'
import { badRequest } from '../wire/failure.ts'
import { nextNumber, type Room } from '../world.ts'
import type { Call, Methods } from './call.ts'
import { send } from './send.ts'
import { getEntry, getOpenRoom, getRoom } from './target.ts'

const actions = new Set(
  'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note'.split(
    ' ',
  ),
)

export const messageMethods = {
  sendMessage: call => {
    const room = getOpenRoom(call)
    return send(call, room, asText(readText(call.params)))
  },

  copyMessage: call => {
    const room = getOpenRoom(call)
    const source = call.bot.rooms.get(call.params.integer('from_chat_id') ?? 0)
    if (!source) throw badRequest('chat not found')
    const { text, entities, caption, caption_entities, document, photo } = getEntry(call, source, 'copy').message
    const content = Object.entries({ text, entities, caption, caption_entities, document, photo })
    const copy: Content = Object.fromEntries(content.filter(([, value]) => value !== undefined))
    return { message_id: send(call, room, copy).message_id }
  },

  sendChatAction: call => {
    const room = getOpenRoom(call)
    if (!actions.has(call.params.text('action') ?? '')) throw badRequest('wrong parameter action in request')
    room.typingVersion = nextNumber(call.bot)
    room.changed.notify()
    return true
  },

  deleteMessage: call => remove(call, getRoom(call), call.params.integer('message_id')),

  deleteMessages: call => {
    const room = getRoom(call)
    const ids = call.params.json('message_ids')
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100)
      throw badRequest('message identifiers are not specified')
    for (const id of ids) if (room.entries.get(Number(id))?.deleted === false) remove(call, room, Number(id))
    return true
  },
} satisfies Methods

const twoDays = 48 * 3600

/** In a private chat a bot may delete its own and the person's messages, for 48 hours. */
function remove({ bot, world }: Call, room: Room, id: number | undefined): true {
  const entry = room.entries.get(id ?? 0)
  if (!entry || entry.deleted) throw badRequest('message to delete not found')
  if (Date.parse(world.clock.now()) / 1000 - entry.message.date > twoDays)
    throw badRequest("message can't be deleted for everyone")
  removeEntry(bot, room, entry)
  return true
}
