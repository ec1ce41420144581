import type { CallbackQuery, Chat, ChatMemberUpdated, Message, Update } from 'grammy/types'
import type { ReceivedFile } from '../../flows/engine/entries.ts'
import { decodeAction } from '../../flows/reception/action.ts'
import type { Event } from '../../flows/reception/reception.ts'
import type { Address } from '../../services/cases/port.ts'
import { telegramLimits } from './limits.ts'

/** The kinds of updates asked for: nothing else is ever delivered. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** One page of a document, as it lies with Telegram. `unique` stays the same when the file is sent again. */
export interface Page {
  file: ReceivedFile
  unique: string
  /** Photos and files sent together share it. */
  album?: string
}

/** An update of a private chat, in the words of no channel, with what answering it takes. */
export interface Visit {
  kind: 'visit'
  updateId: number
  address: Address
  event: Event
  page?: Page
  /** The data of the button, ours or not. */
  pressed?: string
  callbackQuery?: string
  message?: number
}

export type Reading =
  | Visit
  /** A group or channel, where personal data have no place. `arrived`: the bot has just been added. */
  | { kind: 'group'; updateId: number; chat: Chat; arrived: boolean }
  | { kind: 'nothing' }

const nothing: Reading = { kind: 'nothing' }

const commands = ['start', 'menu', 'help', 'status', 'cancel', 'language'] as const

/** Text that begins with a slash is a command wherever the citizen stands; one that we do not know asks for help. */
function textEvent(text: string): Event {
  const [, name] = /^\/(\w+)/.exec(text) ?? []
  if (name === undefined) return { kind: 'text', text }
  return { kind: 'command', command: commands.find(command => command === name.toLowerCase()) ?? 'help' }
}

interface TelegramFile {
  file_id: string
  file_unique_id: string
  file_size?: number
}

/** The largest size of a photo comes last. */
const fileOf = ({ photo, document }: Message): TelegramFile | undefined => photo?.at(-1) ?? document

const tooBig = ({ file_size = 0 }: TelegramFile) => file_size > telegramLimits.downloadBytes

function pageOf(
  { file_id: id, file_unique_id: unique, file_size: size }: TelegramFile,
  album: string | undefined,
): Page {
  const file: ReceivedFile = { source: 'telegram', id, ...(size !== undefined && { size }) }
  return { file, unique, ...(album !== undefined && { album }) }
}

type Unsupported = Extract<Event, { kind: 'unsupported' }>['what']

/** An animation carries a document too and a venue a location, so that the first that fits counts. */
const kinds: readonly (readonly [keyof Message, Unsupported])[] = [
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['sticker', 'sticker'],
  ['location', 'location'],
  ['contact', 'contact'],
]

const serviceMessages = ['pinned_message', 'message_auto_delete_timer_changed', 'delete_chat_photo'] as const
const isService = (message: Message) => serviceMessages.some(field => message[field] !== undefined)

const unsupported = (what: Unsupported): Event => ({ kind: 'unsupported', what })

function contentOf(message: Message): Pick<Visit, 'event' | 'page'> {
  const kind = kinds.find(([field]) => message[field] !== undefined)
  if (kind) return { event: unsupported(kind[1]) }
  if (message.text !== undefined) return { event: textEvent(message.text) }
  const file = fileOf(message)
  if (!file) return { event: unsupported('other') }
  if (tooBig(file)) return { event: unsupported('too-big') }
  const page = pageOf(file, message.media_group_id)
  return { event: { kind: 'files', files: [page.file] }, page }
}

const addressOf = ({ id }: Chat): Address => ({ channel: 'telegram', id: String(id) })

function readMessage(updateId: number, message: Message): Reading {
  const { chat, message_id } = message
  if (chat.type !== 'private') return { kind: 'group', updateId, chat, arrived: false }
  if (isService(message)) return nothing
  return { kind: 'visit', updateId, address: addressOf(chat), message: message_id, ...contentOf(message) }
}

/** The answer given stays as it was: a correction is a new message. */
function readEdited(updateId: number, { chat, message_id }: Message): Reading {
  if (chat.type !== 'private') return nothing
  return { kind: 'visit', updateId, address: addressOf(chat), message: message_id, event: unsupported('edited') }
}

function readCallback(updateId: number, { id, data, message }: CallbackQuery): Reading {
  if (message?.chat.type !== 'private') return nothing
  const action = data === undefined ? undefined : decodeAction(data)
  return {
    kind: 'visit',
    updateId,
    address: addressOf(message.chat),
    callbackQuery: id,
    event: action ? { kind: 'action', action } : { kind: 'unknown-action' },
    ...(data !== undefined && { pressed: data }),
  }
}

function readMember(updateId: number, { chat, new_chat_member: { status } }: ChatMemberUpdated): Reading {
  const here = status === 'member' || status === 'administrator'
  if (chat.type !== 'private') return here ? { kind: 'group', updateId, chat, arrived: true } : nothing
  return { kind: 'visit', updateId, address: addressOf(chat), event: { kind: here ? 'unblocked' : 'blocked' } }
}

/** What an update means. Pure; sizes are checked before anything is downloaded. */
export function read(update: Update): Reading {
  const { update_id: id, message, edited_message: edited, callback_query: callback, my_chat_member: member } = update
  if (message) return readMessage(id, message)
  if (edited) return readEdited(id, edited)
  if (callback) return readCallback(id, callback)
  return member ? readMember(id, member) : nothing
}
