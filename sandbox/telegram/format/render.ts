import type { MessageEntity } from '@grammyjs/types'

const tags: Partial<Record<MessageEntity['type'], string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, character => escapes[character] ?? character)

/** Text with its entities as safe HTML for the chat page. Ranges that overlap are cut at the end of the outer one. */
export function toHtml(text: string, entities: readonly MessageEntity[]): string {
  return renderRange(text, 0, text.length, entities)
}

function renderRange(text: string, start: number, end: number, entities: readonly MessageEntity[]): string {
  let html = ''
  let at = start
  for (const [i, entity] of entities.entries()) {
    if (entity.offset < at || entity.offset >= end) continue
    const stop = Math.min(entity.offset + entity.length, end)
    const inner = renderRange(text, entity.offset, stop, entities.slice(i + 1))
    html += escapeHtml(text.slice(at, entity.offset)) + wrap(entity, inner, text.slice(entity.offset, stop))
    at = stop
  }
  return html + escapeHtml(text.slice(at, end))
}

function wrap(entity: MessageEntity, inner: string, covered: string): string {
  if (entity.type === 'text_link') return link(entity.url, inner)
  if (entity.type === 'url') return link(covered, inner)
  if (entity.type === 'bot_command')
    return `<button type="button" class="command" data-say="${escapeHtml(covered)}">${inner}</button>`
  const tag = tags[entity.type]
  return tag ? `<${tag}>${inner}</${tag}>` : inner
}

/** Only addresses that a browser opens as pages. */
const link = (url: string, inner: string) =>
  /^https?:\/\//i.test(url)
    ? `<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${inner}</a>`
    : inner
