import type { MessageEntity } from '@grammyjs/types'
import { ApiFailure, badRequest } from '../wire/failure.ts'
import type { Params } from '../wire/params.ts'
import { type Formatted, parseHtml } from './html.ts'

const limits = { text: 4096, caption: 1024 } as const

/** The text of a message: parsed, trimmed, 1–4096 characters after parsing. */
export function readText(params: Params): Formatted {
  const formatted = readFormatted(params, 'text', 'entities')
  if (formatted.text === '') throw badRequest('message text is empty')
  if (formatted.text.length > limits.text) throw badRequest('message is too long')
  return formatted
}

/** A caption of up to 1024 characters; an absent one is empty. */
export function readCaption(params: Params): Formatted {
  const formatted = readFormatted(params, 'caption', 'caption_entities')
  if (formatted.text.length > limits.caption) throw badRequest('message caption is too long')
  return formatted
}

function readFormatted(params: Params, field: string, entitiesField: string): Formatted {
  const source = params.text(field) ?? ''
  const mode = params.text('parse_mode')?.toLowerCase() ?? ''
  if (mode === 'html') return withDetected(trim(parseHtml(source)))
  if (mode.startsWith('markdown')) throw new ApiFailure(501, 'parse_mode Markdown is not implemented by the stand-in')
  if (mode !== '') throw badRequest('unsupported parse_mode')
  return withDetected(trim({ text: source, entities: readEntities(params.json(entitiesField)) }))
}

function readEntities(value: unknown): MessageEntity[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every(isEntity)) throw badRequest("can't parse entities: expected MessageEntity")
  return value
}

const isEntity = (value: unknown): value is MessageEntity =>
  typeof value === 'object' &&
  value !== null &&
  ['offset', 'length'].every(name => Number.isInteger(Reflect.get(value, name))) &&
  typeof Reflect.get(value, 'type') === 'string'

function trim({ text, entities }: Formatted): Formatted {
  const start = text.length - text.trimStart().length
  const trimmed = text.trim()
  const clip = (entity: MessageEntity): MessageEntity[] => {
    const offset = Math.max(entity.offset - start, 0)
    const end = Math.min(entity.offset + entity.length - start, trimmed.length)
    return end > offset ? [{ ...entity, offset, length: end - offset }] : []
  }
  return { text: trimmed, entities: entities.flatMap(clip) }
}

const detectable =
  /(?<command>(?<![\w/])\/[a-zA-Z0-9_]{1,32}(?:@\w{3,32})?(?!\w|\/))|(?<url>https?:\/\/[^\s<>"«»]*[^\s<>"«».,;:!?)])/g
const opaque = new Set<string>(['code', 'pre', 'text_link'])

/** Telegram marks commands and addresses in anybody's text by itself; bots depend on it to see commands. */
export function withDetected({ text, entities }: Formatted): Formatted {
  const isFree = (at: number) =>
    !entities.some(({ type, offset, length }) => opaque.has(type) && at >= offset && at < offset + length)
  const found = [...text.matchAll(detectable)]
    .filter(match => isFree(match.index))
    .map(
      ({ 0: whole, index, groups }): MessageEntity => ({
        type: groups?.command === undefined ? 'url' : 'bot_command',
        offset: index,
        length: whole.length,
      }),
    )
  return { text, entities: [...entities, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

/** As fields of a message: entities only where there are some. */
export const asText = ({ text, entities }: Formatted) => ({
  text,
  ...(entities.length > 0 && { entities: [...entities] }),
})

export const asCaption = ({ text, entities }: Formatted) =>
  text === '' ? {} : { caption: text, ...(entities.length > 0 && { caption_entities: [...entities] }) }
