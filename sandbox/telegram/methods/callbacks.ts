import { badRequest } from '../wire/failure.ts'
import { nextNumber } from '../world.ts'
import type { Methods } from './call.ts'

const textLimit = 200

export const callbackMethods = {
  /** A query takes one answer; the second finds it gone, exactly as a late one does. */
  answerCallbackQuery: ({ bot, params }) => {
    const query = params.text('callback_query_id') ?? ''
    const text = params.text('text') ?? ''
    const room = bot.queries.get(query)
    if (!room) throw badRequest('query is too old and response timeout expired or query ID is invalid')
    if (text.length > textLimit) throw badRequest('MESSAGE_TOO_LONG')
    bot.queries.delete(query)
    const version = nextNumber(bot)
    room.notices.push({ version, query, text, alert: params.flag('show_alert'), url: params.text('url') })
    room.changed.notify()
    return true
  },
} satisfies Methods
