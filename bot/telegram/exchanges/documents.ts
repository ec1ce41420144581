import { type ConversationFlavor, conversations, createConversation } from '@grammyjs/conversations'
import { Bot, type Context } from 'grammy'
import type { Update } from 'grammy/types'
import type { Outgoing } from '../../../services/cases/port.ts'
import { captureCalls } from './capture.ts'
import type { Keeping } from './keeping.ts'
import { collectPages, type Offer, type Outcome, type Told, version } from './pages.ts'

type Outside = ConversationFlavor<Context>

/** What one update came to inside the exchange. */
export interface Turned {
  said: Outgoing[]
  outcome?: Outcome
}

/** Replaying takes milliseconds; what takes seconds hangs and would hold up everything behind it. */
const patienceMs = 5_000

export class ExchangeHangs extends Error {
  override readonly name = 'ExchangeHangs'
}

async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ExchangeHangs(`no answer after ${patienceMs} ms`)), patienceMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const about = { first_name: 'Tereze', username: 'tereze', is_bot: true } as const
const abilities = {
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
} as const

function update(id: number, chat: string, told: Told): Update {
  const person = { id: Number(chat), first_name: '' }
  const message = { message_id: 0, date: 0, chat: { ...person, type: 'private' }, from: { ...person, is_bot: false } }
  return { update_id: id, message: { ...message, text: JSON.stringify(told) } } as Update
}

/**
 * One update of one chat through the exchange: begins it or goes on with it. A bot of its own for each update shares
 * nothing with another chat and never touches the network. Errors: those of the exchange; what was kept stays as it was.
 */
export async function turnExchange(
  bot: { id: number; token: string },
  visit: { updateId: number; chat: string },
  told: Told,
  offer: Offer,
  keeping: Keeping,
): Promise<Turned> {
  const turned: Turned = { said: [] }
  const end = (outcome: Outcome) => {
    turned.outcome = outcome
  }
  const grammy = new Bot<Outside>(bot.token, {
    botInfo: { id: bot.id, ...about, ...abilities },
    client: { fetch: captureCalls(turned.said) },
  })
  const storage = { type: 'key', version, getStorageKey: () => visit.chat, adapter: keeping.adapter } as const
  grammy.use(conversations<Outside, Context>({ storage }))
  grammy.use(
    createConversation<Outside, Context>(
      (inside, context, offered: Offer) => collectPages(inside, context, offered, end),
      'pages',
    ),
  )
  grammy.use(context => context.conversation.enter('pages', offer))
  await withPatience(grammy.handleUpdate(update(visit.updateId, visit.chat, told)))
  return turned
}
