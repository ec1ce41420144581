import type { BotCommand, Chat, Message, ReplyKeyboardMarkup, User, UserFromGetMe } from '@grammyjs/types'
import type { Clock } from '../../flows/values/time.ts'
import type { Faults } from './faults.ts'
import { FileStore } from './files.ts'
import type { RateLimits } from './limits.ts'
import type { Signal } from './signal.ts'
import type { Transcript } from './transcript.ts'
import { UpdateQueue } from './updates/queue.ts'
import type { Webhook } from './updates/webhook.ts'

/** A message together with what the wire does not say about it. */
export interface Entry {
  message: Message
  /** The number of its last change, from the same sequence as message ids. */
  version: number
  deleted: boolean
  /** Everything its buttons ever carried: a late tap on a replaced keyboard still arrives. */
  readonly offered: Set<string>
  /** The reply keyboard that came with it. */
  readonly keyboard: ReplyKeyboardMarkup | undefined
}

/** What `answerCallbackQuery` shows the citizen. */
export interface Notice {
  readonly version: number
  readonly query: string
  readonly text: string
  readonly alert: boolean
  readonly url: string | undefined
}

/** One conversation of one bot: with a person, or in a group. */
export interface Room {
  readonly id: number
  readonly chat: Chat
  readonly entries: Map<number, Entry>
  readonly notices: Notice[]
  readonly changed: Signal
  blocked: boolean
  /** The reply keyboard that is on the screen. */
  keyboard: ReplyKeyboardMarkup | undefined
  typingVersion: number
}

export interface Bot {
  readonly token: string
  readonly me: UserFromGetMe
  readonly rooms: Map<number, Room>
  readonly files: FileStore
  readonly queue: UpdateQueue
  /** Callback queries that still wait for their one answer, with the room that asked. */
  readonly queries: Map<string, Room>
  readonly commands: Map<string, readonly BotCommand[]>
  readonly texts: Map<string, string>
  webhook: Webhook | undefined
  poller: AbortController | undefined
  lastNumber: number
}

export interface World {
  readonly clock: Clock
  readonly bots: Map<string, Bot>
  readonly people: Map<number, User>
  readonly faults: Faults
  readonly transcript: Transcript
  readonly limits: RateLimits
  /** Milliseconds between a webhook's attempts; the last one repeats. */
  readonly webhookPauses: readonly number[]
  /** Makes the call that a bot wrote into its answer to a webhook. */
  readonly webhookReply: (bot: Bot, headers: Headers, body: Buffer) => Promise<void>
}

export const seconds = (clock: Clock) => Math.floor(Date.parse(clock.now()) / 1000)

/** Message ids, versions of edits and notices come from one rising sequence per bot, so that "after N" can mean them all. */
export const nextNumber = (bot: Bot) => ++bot.lastNumber

const tokenPattern = /^(\d{1,16}):[\w-]{3,}$/

/** The bot behind a token, made at its first call; undefined when the token is not shaped like one. */
export function findBot(world: World, token: string): Bot | undefined {
  const known = world.bots.get(token)
  if (known) return known
  const id = tokenPattern.exec(token)?.[1]
  if (id === undefined) return undefined
  const bot = createBot(token, Number(id))
  world.bots.set(token, bot)
  return bot
}

const createBot = (token: string, id: number): Bot => ({
  token,
  me: {
    id,
    is_bot: true,
    first_name: 'Терезе',
    username: 'tereze_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  },
  rooms: new Map(),
  files: new FileStore(),
  queue: new UpdateQueue(),
  queries: new Map(),
  commands: new Map(),
  texts: new Map(),
  webhook: undefined,
  poller: undefined,
  lastNumber: 0,
})

/** A person's account as the bot sees it. Everybody is called the same until `profile` says otherwise. */
export function getPerson(world: World, id: number): User {
  const person = world.people.get(id) ?? { id, is_bot: false, first_name: 'Қонақ', language_code: 'kk' }
  world.people.set(id, person)
  return person
}
