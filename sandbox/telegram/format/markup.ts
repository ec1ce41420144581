import type { ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from '@grammyjs/types'
import * as z from 'zod'
import { badRequest } from '../wire/failure.ts'

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply

const inline = z.object({ inline_keyboard: z.array(z.array(z.looseObject({ text: z.string().min(1) }))) })
const reply = z.looseObject({
  keyboard: z.array(z.array(z.union([z.string().min(1), z.looseObject({ text: z.string().min(1) })]))).min(1),
})
const remove = z.object({ remove_keyboard: z.literal(true), selective: z.boolean().optional() })
const force = z.looseObject({ force_reply: z.literal(true) })

/** reply_markup, refused where Telegram refuses it: shape, callback data of 1–64 bytes, addresses of known schemes. */
export function readMarkup(value: unknown): Markup | undefined {
  if (value === undefined) return undefined
  if (inline.safeParse(value).success) return readInline(value)
  const parsed = z.union([reply, remove, force]).safeParse(value)
  if (!parsed.success) throw badRequest("can't parse reply keyboard markup JSON object")
  return value as ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
}

/** Only an inline keyboard fits an edited message. */
export function readInlineMarkup(value: unknown): InlineKeyboardMarkup | undefined {
  const markup = readMarkup(value)
  if (markup === undefined || 'inline_keyboard' in markup) return markup
  throw badRequest('object expected as reply markup')
}

function readInline(value: unknown): InlineKeyboardMarkup {
  for (const button of inline.parse(value).inline_keyboard.flat()) checkButton(button)
  return value as InlineKeyboardMarkup
}

const actions = ['callback_data', 'url', 'copy_text', 'web_app', 'switch_inline_query', 'disabled', 'login_url', 'pay']

function checkButton(button: Record<string, unknown>): void {
  if (!actions.some(action => button[action] !== undefined))
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  const { callback_data: data, url } = button
  if (data !== undefined && !isCallbackData(data)) throw badRequest('BUTTON_DATA_INVALID')
  if (url !== undefined && !isAddress(url))
    throw badRequest(`inline keyboard button URL '${String(url)}' is invalid: Unsupported URL protocol`)
}

const isCallbackData = (data: unknown) => typeof data === 'string' && data !== '' && Buffer.byteLength(data) <= 64

const isAddress = (url: unknown) =>
  typeof url === 'string' && URL.canParse(url) && ['http:', 'https:', 'tg:'].includes(new URL(url).protocol)
