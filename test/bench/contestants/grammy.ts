import { type Conversation, type ConversationFlavor, conversations, createConversation } from '@grammyjs/conversations'
import { Bot, type Context } from 'grammy'
import { openRedis } from '../../../services/redis/open.ts'
import { longest, type QuestionName, questionAt, questionMessage } from '../dialog.ts'
import { host, me, token } from './host.ts'
import { redisBytes } from './redis-bytes.ts'

type Talk = Conversation<Context, Context>

/** As the plugin's documentation writes a form: ask, wait for what fits, go on. */
async function dialog(talk: Talk, context: Context): Promise<void> {
  const answers: string[] = []
  for (let position = 1; position <= longest; position++) {
    const { text, extra } = questionMessage(position)
    await context.reply(text, extra)
    answers.push(await answerTo(talk, questionAt(position)))
  }
  await context.reply(`${answers.length}`)
}

async function answerTo(talk: Talk, question: QuestionName): Promise<string> {
  if (question !== 'birthRecord') return (await talk.waitFor('message:text')).message.text
  const pressed = await talk.waitForCallbackQuery(/^obirthRecord=/)
  await pressed.answerCallbackQuery()
  return pressed.callbackQuery.data
}

await host(async ({ apiRoot, redisUrl }) => {
  const redis = await openRedis(redisUrl)
  const bot = new Bot<ConversationFlavor<Context>>(token, {
    client: { apiRoot },
    botInfo: {
      ...me,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    } as never,
  })
  const prefix = 'conversation:'
  bot.use(
    conversations({
      storage: {
        type: 'key',
        version: 1,
        prefix,
        getStorageKey: context => String(context.chatId),
        adapter: {
          read: async key => {
            const text = await redis.get(key)
            return text === null ? undefined : JSON.parse(text)
          },
          write: async (key, state) => void (await redis.set(key, JSON.stringify(state))),
          delete: async key => void (await redis.del(key)),
        },
      },
    }),
  )
  bot.use(createConversation(dialog))
  bot.command('start', context => context.conversation.enter('dialog'))
  return {
    take: update => bot.handleUpdate(update),
    bytes: chats =>
      redisBytes(
        redis,
        chats.map(chat => `${prefix}${chat}`),
      ),
  }
})
