import type { MessageEntity } from '@grammyjs/types'
import { badRequest } from '../wire/failure.ts'

/** Text without markup and what applies to which UTF-16 range of it. */
export interface Formatted {
  readonly text: string
  readonly entities: readonly MessageEntity[]
}

type Plain = MessageEntity.CommonMessageEntity['type']

const simpleTags: Readonly<Record<string, Plain>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  'tg-spoiler': 'spoiler',
}

interface OpenTag {
  readonly name: string
  readonly attributes: string
  readonly offset: number
}

const tokenPattern = /<[^>]*>?|[^<]+/g
const tagPattern = /^<(\/?)([a-z0-9-]*)(\s[^>]*)?>$/i
const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** Reads parse_mode HTML as strictly as Telegram. Errors: 400 "can't parse entities: …" with the byte offset. */
export function parseHtml(source: string): Formatted {
  const open: OpenTag[] = []
  const entities: MessageEntity[] = []
  let text = ''
  for (const { 0: token, index } of source.matchAll(tokenPattern)) {
    if (token.startsWith('<')) readTag(token, Buffer.byteLength(source.slice(0, index)), text.length, open, entities)
    else text += decode(token)
  }
  const left = open.at(-1)
  if (left) throw unparsable(`Can't find end tag corresponding to start tag "${left.name}"`)
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function readTag(token: string, byte: number, offset: number, open: OpenTag[], entities: MessageEntity[]): void {
  const [, slash, rawName = '', attributes = ''] = tagPattern.exec(token) ?? []
  const name = rawName.toLowerCase()
  if (slash === undefined && !token.endsWith('>')) throw unparsable(`Unclosed start tag at byte offset ${byte}`)
  if (slash === '/') {
    const entity = closeTag(name, byte, offset, open)
    if (entity && entity.length > 0) entities.push(entity)
    return
  }
  if (!isSupported(name, attributes)) throw unparsable(`Unsupported start tag "${name}" at byte offset ${byte}`)
  open.push({ name, attributes, offset })
}

function closeTag(name: string, byte: number, offset: number, open: OpenTag[]): MessageEntity | undefined {
  const tag = open.pop()
  if (!tag) throw unparsable(`Unexpected end tag at byte offset ${byte}`)
  if (name !== '' && name !== tag.name)
    throw unparsable(`Unmatched end tag at byte offset ${byte}, expected "</${tag.name}>", found "</${name}>"`)
  return toEntity(tag, { offset: tag.offset, length: offset - tag.offset })
}

const attribute = (attributes: string, name: string) =>
  new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes)?.slice(1).find(Boolean)

const isSupported = (name: string, attributes: string) =>
  Object.hasOwn(simpleTags, name) ||
  ['a', 'pre', 'blockquote', 'tg-emoji'].includes(name) ||
  (name === 'span' && attribute(attributes, 'class') === 'tg-spoiler')

function toEntity({ name, attributes }: OpenTag, range: { offset: number; length: number }): MessageEntity | undefined {
  if (name === 'a') {
    const url = decode(attribute(attributes, 'href') ?? '')
    return /^(https?|tg):\/\//i.test(url) ? { type: 'text_link', url, ...range } : undefined
  }
  if (name === 'pre') return { type: 'pre', ...range }
  if (name === 'span') return { type: 'spoiler', ...range }
  if (name === 'blockquote')
    return { type: /\bexpandable\b/.test(attributes) ? 'expandable_blockquote' : 'blockquote', ...range }
  if (name === 'tg-emoji')
    return { type: 'custom_emoji', custom_emoji_id: attribute(attributes, 'emoji-id') ?? '', ...range }
  const type = simpleTags[name]
  return type && { type, ...range }
}

/** Only four names and numbers are known; anything else stays as typed. */
const decode = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot));/gi, (whole, decimal, hex, name) => {
    if (name) return characters[name.toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

const unparsable = (reason: string) => badRequest(`can't parse entities: ${reason}`)
