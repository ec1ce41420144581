import { isDeepStrictEqual } from 'node:util'
import type { Message } from '@grammyjs/types'
import { changeEntry } from '../entries.ts'
import { readInlineMarkup } from '../format/markup.ts'
import { asCaption, asText, readCaption, readText } from '../format/text.ts'
import { badRequest } from '../wire/failure.ts'
import { seconds } from '../world.ts'
import type { Call, Methods } from './call.ts'
import { getEntry, getOpenRoom } from './target.ts'

export const editMethods = {
  editMessageText: call => {
    const replacement = asText(readText(call.params))
    return edit(call, ({ text, entities: _, ...message }) => {
      if (text === undefined) throw badRequest('there is no text in the message to edit')
      return { ...message, ...replacement }
    })
  },

  editMessageCaption: call => {
    const replacement = asCaption(readCaption(call.params))
    return edit(call, ({ caption: _, caption_entities: __, ...message }) => {
      if (!message.document && !message.photo) throw badRequest('there is no caption in the message to edit')
      return { ...message, ...replacement }
    })
  },

  editMessageReplyMarkup: call => edit(call, message => message),
} satisfies Methods

const unchanged =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

/** The keyboard goes unless the edit brings one. */
function edit(call: Call, change: (message: Message) => Message): Message {
  const { bot, params, world } = call
  const room = getOpenRoom(call)
  const entry = getEntry(call, room, 'edit')
  if (entry.message.from?.id !== bot.me.id) throw badRequest("message can't be edited")
  const markup = readInlineMarkup(params.json('reply_markup'))
  const { reply_markup: _, ...changed } = change(entry.message)
  const keepsKeyboard = markup !== undefined && markup.inline_keyboard.flat().length > 0
  const edited: Message = { ...changed, ...(keepsKeyboard && { reply_markup: markup }) }
  if (isDeepStrictEqual(edited, entry.message)) throw badRequest(unchanged)
  changeEntry(bot, room, entry, { ...edited, edit_date: seconds(world.clock) })
  return entry.message
}
