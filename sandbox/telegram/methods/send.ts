import { addEntry, type Content, findEntry } from '../entries.ts'
import { type Markup, readMarkup } from '../format/markup.ts'
import { badRequest } from '../wire/failure.ts'
import { type Bot, type Room, seconds } from '../world.ts'
import type { Call } from './call.ts'

/** Puts the bot's message into the room and gives it as the wire shows it. */
export function send(call: Call, room: Room, content: Content) {
  const { bot, world, params } = call
  const markup = readMarkup(params.json('reply_markup'))
  const extras: Content = {
    from: sender(bot),
    ...content,
    ...replyTo(call, room),
    ...(params.flag('protect_content') && { has_protected_content: true as const }),
    ...(markup && 'inline_keyboard' in markup && { reply_markup: markup }),
  }
  showKeyboard(room, markup)
  const keyboard = markup && 'keyboard' in markup ? markup : undefined
  return addEntry(bot, room, seconds(world.clock), extras, keyboard).message
}

const sender = ({ me }: Bot) => ({ id: me.id, is_bot: true, first_name: me.first_name, username: me.username })

function showKeyboard(room: Room, markup: Markup | undefined): void {
  if (markup === undefined) return
  if ('keyboard' in markup) room.keyboard = markup
  if ('remove_keyboard' in markup) room.keyboard = undefined
}

function replyTo({ params }: Call, room: Room): Content {
  const given = params.json('reply_parameters')
  const options = typeof given === 'object' && given !== null ? given : {}
  const id = Reflect.get(options, 'message_id') ?? params.integer('reply_to_message_id')
  if (id === undefined) return {}
  const entry = findEntry(room, Number(id))
  if (entry) {
    const { reply_to_message: _, ...message } = entry.message
    return { reply_to_message: message as NonNullable<Content['reply_to_message']> }
  }
  if (Reflect.get(options, 'allow_sending_without_reply') === true) return {}
  throw badRequest('message to be replied not found')
}
