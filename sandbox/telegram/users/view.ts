import type { InlineKeyboardButton } from '@grammyjs/types'
import type { Bot, Entry, Room } from '../world.ts'

export interface ViewedButton {
  readonly text: string
  readonly data?: string
  readonly url?: string
}

export interface ViewedMessage {
  readonly id: number
  /** Number of the last change; the greatest one seen is the next `after`. */
  readonly version: number
  readonly from: 'bot' | 'user'
  /** Unix seconds. */
  readonly date: number
  /** Text or caption; empty once deleted. */
  readonly text: string
  readonly buttons: readonly (readonly ViewedButton[])[]
  /** Labels of the reply keyboard that came with it. */
  readonly keyboard?: readonly (readonly string[])[]
  readonly file?: { readonly name: string; readonly url: string }
  readonly edited: boolean
  readonly deleted: boolean
}

/** The address of a bot's file on the person's side, which needs no token. */
export type FileUrl = (fileId: string) => string

/**
 * What changed after number N, in the order of the chat: new messages, edited ones and deleted ones. Of the person's own
 * messages only those that somebody deleted, unless `own` asks for all.
 */
export function changedAfter(room: Room, after: number, own: boolean): Entry[] {
  const isWanted = (entry: Entry) => own || entry.message.from?.is_bot === true || entry.deleted
  return [...room.entries.values()].filter(entry => entry.version > after && isWanted(entry))
}

export function viewed(bot: Bot, entry: Entry, fileUrl: FileUrl): ViewedMessage {
  const { message, version, deleted, keyboard } = entry
  const file = deleted ? undefined : fileOf(bot, entry)
  return {
    id: message.message_id,
    version,
    from: message.from?.is_bot ? 'bot' : 'user',
    date: message.date,
    text: deleted ? '' : (message.text ?? message.caption ?? ''),
    buttons: deleted ? [] : (message.reply_markup?.inline_keyboard ?? []).map(row => row.map(viewedButton)),
    ...(keyboard && {
      keyboard: keyboard.keyboard.map(row => row.map(button => (typeof button === 'string' ? button : button.text))),
    }),
    ...(file && { file: { name: file.name, url: fileUrl(file.id) } }),
    edited: message.edit_date !== undefined,
    deleted,
  }
}

export const viewedButton = (button: InlineKeyboardButton): ViewedButton => ({
  text: button.text,
  ...('callback_data' in button && { data: button.callback_data }),
  ...('url' in button && { url: button.url }),
})

/** The document, or the largest size of the photo. */
export function fileOf(bot: Bot, { message }: Entry) {
  const id = message.document?.file_id ?? message.photo?.at(-1)?.file_id
  return id === undefined ? undefined : bot.files.findById(id)
}
