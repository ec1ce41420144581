import type { Message } from '@grammyjs/types'
import type { Language } from '../../../flows/values/language.ts'
import { instant } from '../../../flows/values/time.ts'
import { formatFileSize, formatTime } from '../../../locales/format.ts'
import { translate } from '../../../locales/translate.ts'
import { toHtml } from '../format/render.ts'
import { type FileUrl, fileOf, viewedButton } from '../users/view.ts'
import type { Bot, Entry } from '../world.ts'
import { templates } from './templates.ts'

/** One message as the page shows it; empty when it was deleted. */
export function renderBubble(bot: Bot, entry: Entry, language: Language, fileUrl: FileUrl): string {
  if (entry.deleted) return ''
  const { message } = entry
  const side = message.from?.is_bot ? 'bot' : 'user'
  const at = instant(message.date * 1000)
  return templates.render('bubble.njk', {
    language,
    side,
    id: message.message_id,
    html: bodyOf(message, language),
    file: fileFor(bot, entry, language, fileUrl),
    photo: photoFor(message, fileUrl),
    buttons: (message.reply_markup?.inline_keyboard ?? []).map(row => row.map(viewedButton)),
    at,
    time: formatTime(at),
    edited: message.edit_date !== undefined,
  })
}

/** Text, caption, or words for what has none. */
function bodyOf(message: Message, language: Language): string {
  if (message.text !== undefined) return toHtml(message.text, message.entities ?? [])
  if (message.caption !== undefined) return toHtml(message.caption, message.caption_entities ?? [])
  return toHtml(describe(message, language), [])
}

function describe({ voice, sticker, contact, location }: Message, language: Language): string {
  if (voice) return translate(language, 'sandbox-telegram:voice')
  if (sticker) return translate(language, 'sandbox-telegram:sticker')
  if (contact) return translate(language, 'sandbox-telegram:contact', { phone: contact.phone_number })
  return location ? translate(language, 'sandbox-telegram:location') : ''
}

function fileFor(bot: Bot, entry: Entry, language: Language, fileUrl: FileUrl) {
  const file = entry.message.document && fileOf(bot, entry)
  return file && { name: file.name, size: formatFileSize(language, file.bytes.length), url: fileUrl(file.id) }
}

function photoFor({ photo }: Message, fileUrl: FileUrl) {
  const largest = photo?.at(-1)
  return largest && { url: fileUrl(largest.file_id), width: largest.width, height: largest.height }
}
