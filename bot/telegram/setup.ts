import { Api } from 'grammy'
import type { BotCommand } from 'grammy/types'
import type { Language } from '../../flows/values/language.ts'
import { translate } from '../../locales/translate.ts'
import { withoutSecrets } from './faults.ts'
import { allowedUpdates } from './read.ts'

export interface SetupOptions {
  token: string
  apiRoot: string
  /** Where Telegram is to deliver; without it updates are fetched by polling. */
  webhook?: { url: string; secret: string }
}

export interface Me {
  id: number
  username: string
}

const commands = ['menu', 'status', 'cancel', 'language', 'help'] as const
const commandsIn = (language: Language): BotCommand[] =>
  commands.map(command => ({ command, description: translate(language, `telegram:commands.${command}`) }))

/**
 * Tells Telegram how updates reach us and which commands there are, and asks who the bot is. Kazakh for every phone
 * that is not set to Russian. Nothing that waits is dropped. Idempotent. Errors: `TelegramFault`.
 */
export const setUpBot = (options: SetupOptions): Promise<Me> =>
  setUp(options).catch(fault => {
    throw withoutSecrets(fault)
  })

async function setUp({ token, apiRoot, webhook }: SetupOptions): Promise<Me> {
  const api = new Api(token, { apiRoot, timeoutSeconds: 30 })
  const { id, username } = await api.getMe()
  if (webhook) await api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: [...allowedUpdates] })
  else await api.deleteWebhook()
  await api.setMyCommands(commandsIn('kk'))
  await api.setMyCommands(commandsIn('ru'), { language_code: 'ru' })
  return { id, username }
}
