import type { BotCommand } from '@grammyjs/types'
import * as z from 'zod'
import { badRequest } from '../wire/failure.ts'
import type { Params } from '../wire/params.ts'
import type { Bot, Room } from '../world.ts'
import type { Method, Methods } from './call.ts'
import { getRoom } from './target.ts'

const commandList = z
  .array(z.object({ command: z.string().regex(/^\/?[a-z0-9_]{1,32}$/), description: z.string().min(1).max(256) }))
  .max(100)
const scopeShape = z.object({ type: z.string(), chat_id: z.union([z.number(), z.string()]).optional() })

export const profileMethods = {
  getMe: ({ bot }) => bot.me,

  setMyCommands: ({ bot, params }) => {
    const commands = commandList.safeParse(params.json('commands'))
    if (!commands.success) throw badRequest('BOT_COMMAND_INVALID')
    const withoutSlash = commands.data.map(({ command, ...rest }) => ({ command: command.replace('/', ''), ...rest }))
    bot.commands.set(commandKey(params), withoutSlash)
    return true
  },
  getMyCommands: ({ bot, params }) => bot.commands.get(commandKey(params)) ?? [],
  deleteMyCommands: ({ bot, params }) => {
    bot.commands.delete(commandKey(params))
    return true
  },

  setMyName: setText('name', 64),
  getMyName: ({ bot, params }) => ({ name: findText(bot, params, 'name') || bot.me.first_name }),
  setMyDescription: setText('description', 512),
  getMyDescription: ({ bot, params }) => ({ description: findText(bot, params, 'description') }),
  setMyShortDescription: setText('short_description', 120),
  getMyShortDescription: ({ bot, params }) => ({ short_description: findText(bot, params, 'short_description') }),

  setChatMenuButton: () => true,
  getChatMenuButton: () => ({ type: 'commands' }),

  getChat: call => ({ ...getRoom(call).chat, accent_color_id: 0, max_reaction_count: 11 }),

  logOut: () => true,
  close: () => true,
} satisfies Methods

const key = (scope: string, chat: string | number, language: string) => `${scope}/${chat}/${language}`

function commandKey(params: Params): string {
  const scope = scopeShape.safeParse(params.json('scope') ?? { type: 'default' })
  if (!scope.success) throw badRequest("can't parse BotCommandScope")
  return key(scope.data.type, scope.data.chat_id ?? '', params.text('language_code') ?? '')
}

/** The commands on a person's menu: the narrowest scope first, and in each the person's language first. */
export function commandsFor(bot: Bot, room: Room, language: string): readonly BotCommand[] {
  const everywhere = room.chat.type === 'private' ? 'all_private_chats' : 'all_group_chats'
  const scopes = [['chat', room.id] as const, [everywhere, ''] as const, ['default', ''] as const]
  const keys = scopes.flatMap(([scope, chat]) => [key(scope, chat, language), key(scope, chat, '')])
  return keys.map(found => bot.commands.get(found)).find(list => list !== undefined) ?? []
}

function setText(field: string, limit: number): Method {
  return ({ bot, params }) => {
    const text = params.text(field) ?? ''
    if (text.length > limit) throw badRequest(`bot ${field} is too long`)
    bot.texts.set(`${field}/${params.text('language_code') ?? ''}`, text)
    return true
  }
}

const findText = (bot: Bot, params: Params, field: string) =>
  bot.texts.get(`${field}/${params.text('language_code') ?? ''}`) ?? bot.texts.get(`${field}/`) ?? ''
