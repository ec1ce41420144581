import type { Update } from '@grammyjs/types'
import { waitFor } from '../signal.ts'
import { conflict } from '../wire/failure.ts'
import type { Bot } from '../world.ts'

export interface Poll {
  readonly offset: number | undefined
  readonly limit: number
  readonly timeoutSeconds: number
  /** Aborted when the caller hung up. */
  readonly gone: AbortSignal
}

/** getUpdates: a newer poll of the same bot ends an older one with 409, as two running instances would. */
export async function poll(bot: Bot, { offset, limit, timeoutSeconds, gone }: Poll): Promise<Update[]> {
  if (bot.webhook)
    throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
  bot.poller?.abort('terminated by other getUpdates request; make sure that only one bot instance is running')
  const mine = new AbortController()
  bot.poller = mine
  if (offset !== undefined) bot.queue.confirm(offset)
  const stop = AbortSignal.any([mine.signal, gone])
  const read = () => bot.queue.pending.slice(0, limit)
  const items = await waitFor(read, found => found.length > 0, bot.queue.changed, timeoutSeconds * 1000, stop)
  if (bot.poller === mine) bot.poller = undefined
  if (mine.signal.aborted) throw conflict(String(mine.signal.reason))
  if (gone.aborted) return []
  for (const item of items) item.delivered = true
  return items.map(item => item.update)
}
