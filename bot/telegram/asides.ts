import { translate } from '../../locales/translate.ts'
import type { Incoming, Outgoing } from '../../services/cases/port.ts'
import type { Visit } from './read.ts'

/** Ends the waiting of a pressed button. Telegram takes one answer; a second is refused and does no harm. */
export const answerCallback = (id: string, text?: string): Outgoing => ({
  method: 'answerCallbackQuery',
  payload: { callback_query_id: id, ...(text !== undefined && { text }) },
  priority: 'reply',
})

const deleteMessage = (chat: string, message: number): Outgoing => ({
  method: 'deleteMessage',
  payload: { chat_id: Number(chat), message_id: message },
  priority: 'reply',
})

/** What goes out with every reply: the pressed button stops waiting, a message that nobody should see disappears. */
export const asidesOf =
  ({ address, callbackQuery, message }: Visit): NonNullable<Incoming['aside']> =>
  ({ language }, { conceal, stale }) => {
    const note = stale ? translate(language, 'common:notes.stale') : undefined
    return [
      ...(callbackQuery !== undefined ? [answerCallback(callbackQuery, note)] : []),
      ...(conceal && message !== undefined ? [deleteMessage(address.id, message)] : []),
    ]
  }
