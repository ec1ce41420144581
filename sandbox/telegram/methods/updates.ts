import { poll } from '../updates/polling.ts'
import { Webhook } from '../updates/webhook.ts'
import { badRequest } from '../wire/failure.ts'
import type { Params } from '../wire/params.ts'
import { seconds } from '../world.ts'
import type { Call, Methods } from './call.ts'

const maxTimeout = 50

export const updateMethods = {
  getUpdates: ({ bot, params, gone }) => {
    setAllowed(bot.queue, params)
    const limit = Math.min(Math.max(params.integer('limit') ?? 100, 1), 100)
    const timeoutSeconds = Math.min(Math.max(params.integer('timeout') ?? 0, 0), maxTimeout)
    return poll(bot, { offset: params.integer('offset'), limit, timeoutSeconds, gone })
  },

  setWebhook: call => setWebhook(call),

  deleteWebhook: call => dropWebhook(call),

  getWebhookInfo: ({ bot: { webhook, queue } }) => ({
    url: webhook?.settings.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.pending.length,
    ...(webhook && { max_connections: webhook.settings.maxConnections }),
    ...(webhook?.lastFailure && {
      last_error_date: webhook.lastFailure.date,
      last_error_message: webhook.lastFailure.message,
    }),
    ...(queue.allowed && { allowed_updates: [...queue.allowed] }),
  }),
} satisfies Methods

function setWebhook(call: Call): true {
  const { bot, params, world } = call
  const url = params.text('url') ?? ''
  const secret = params.text('secret_token')
  if (url === '') return dropWebhook(call)
  if (!URL.canParse(url)) throw badRequest('bad webhook: invalid webhook URL specified')
  if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret))
    throw badRequest('secret token contains unallowed characters')
  dropWebhook(call)
  setAllowed(bot.queue, params)
  bot.poller?.abort('terminated by setWebhook request')
  const settings = {
    url,
    secret,
    maxConnections: Math.min(Math.max(params.integer('max_connections') ?? 40, 1), 100),
    pauses: world.webhookPauses,
    onReply: (headers: Headers, body: Buffer) => world.webhookReply(bot, headers, body),
  }
  bot.webhook = new Webhook(settings, bot.queue, () => seconds(world.clock))
  return true
}

function dropWebhook({ bot, params }: Call): true {
  bot.webhook?.close()
  bot.webhook = undefined
  if (params.flag('drop_pending_updates')) bot.queue.clear()
  return true
}

/** Kept until another list is given; an empty one means the default, which has every kind that we send. */
function setAllowed(queue: Call['bot']['queue'], params: Params): void {
  const kinds = params.json('allowed_updates')
  if (!Array.isArray(kinds)) return
  queue.allowed = kinds.length === 0 ? undefined : new Set(kinds.map(String))
}
