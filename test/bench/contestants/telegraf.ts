import type { Update } from 'grammy/types'
import { Scenes, session, Telegraf } from 'telegraf'
import { openRedis } from '../../../services/redis/open.ts'
import { longest, questionAt, questionMessage } from '../dialog.ts'
import { host, me, token } from './host.ts'
import { redisBytes } from './redis-bytes.ts'

type Talk = Scenes.WizardContext
const prefix = 'session:'

const ask = async (context: Talk, position: number) => {
  const { text, extra } = questionMessage(position)
  await context.reply(text, extra)
}

/** What the update answers to this question; undefined when it does not fit. */
async function answerTo(context: Talk, position: number): Promise<string | undefined> {
  if (questionAt(position) !== 'birthRecord') return context.text
  const query = context.callbackQuery
  if (!query || !('data' in query) || !query.data.startsWith('obirthRecord=')) return undefined
  await context.answerCbQuery()
  return query.data
}

const step = (position: number) => async (context: Talk) => {
  const answer = await answerTo(context, position)
  if (answer === undefined) return
  const state = context.wizard.state as { answers?: string[] }
  state.answers = [...(state.answers ?? []), answer]
  context.wizard.next()
  if (position < longest) await ask(context, position + 1)
  else await context.scene.leave()
}

const begin = async (context: Talk) => {
  context.wizard.next()
  await ask(context, 1)
}

await host(async ({ apiRoot, redisUrl }) => {
  const redis = await openRedis(redisUrl)
  const bot = new Telegraf<Talk>(token, { telegram: { apiRoot: `${apiRoot}/` } })
  bot.botInfo = { ...me, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false }
  const steps = Array.from({ length: longest }, (_, i) => step(i + 1))
  const wizard = new Scenes.WizardScene<Talk>('dialog', begin, ...steps)
  const store = {
    get: async (key: string) => JSON.parse((await redis.get(prefix + key)) ?? 'null') ?? undefined,
    set: async (key: string, value: object) => void (await redis.set(prefix + key, JSON.stringify(value))),
    delete: async (key: string) => void (await redis.del(prefix + key)),
  }
  bot.use(session({ store, getSessionKey: context => String(context.chat?.id) }))
  bot.use(new Scenes.Stage<Talk>([wizard]).middleware())
  bot.command('start', context => context.scene.enter('dialog'))
  return {
    take: update => bot.handleUpdate(update as Update as Parameters<typeof bot.handleUpdate>[0]),
    bytes: chats =>
      redisBytes(
        redis,
        chats.map(chat => `${prefix}${chat}`),
      ),
  }
})
