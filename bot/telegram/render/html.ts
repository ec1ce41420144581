const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Plain text as Telegram's HTML: whatever people type stays text. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>]/g, sign => entities[sign] ?? sign)

export const bold = (text: string): string => `<b>${escapeHtml(text)}</b>`

type Token = { kind: 'tag' | 'sign'; html: string }

/** Tags count nothing, an entity counts as the one character that it stands for, as Telegram counts. */
const tokens = (html: string): Token[] =>
  [...html.matchAll(/<[^>]*>|&[a-z]+;|[\s\S]/gu)].map(([found]) => ({
    kind: found.startsWith('<') && found.length > 1 ? 'tag' : 'sign',
    html: found,
  }))

/** UTF-16 units, which is what Telegram's limits count. */
const size = ({ kind, html }: Token) => (kind === 'tag' ? 0 : html.startsWith('&') && html.length > 1 ? 1 : html.length)

const nameOf = (tag: string) => /^<\/?(\w+)/.exec(tag)?.[1] ?? ''

function openAfter(open: readonly string[], { kind, html }: Token): string[] {
  if (kind !== 'tag') return [...open]
  return html.startsWith('</') ? open.slice(0, -1) : [...open, html]
}

/** Where to cut so that the first part holds at most `limit` characters: after the last line break or space, else at the limit. */
function cut(all: readonly Token[], limit: number): number {
  let length = 0
  let best = 0
  for (const [i, token] of all.entries()) {
    length += size(token)
    if (length > limit) return best || i
    if (/\s/.test(token.html) && token.kind === 'sign' && length > limit / 2) best = i + 1
  }
  return all.length
}

const close = (open: readonly string[]) => open.toReversed().map(tag => `</${nameOf(tag)}>`)
const join = (parts: readonly Token[]) => parts.map(({ html }) => html).join('')

/** HTML in parts of at most `limit` characters each, never inside a tag or an entity; tags are closed and opened again. */
export function splitHtml(html: string, limit: number): string[] {
  if (html.length <= limit) return [html.trim()].filter(Boolean)
  const parts: string[] = []
  let rest = tokens(html)
  let open: string[] = []
  while (rest.length > 0) {
    const end = cut(rest, limit)
    const part = rest.slice(0, end)
    const before = open.join('')
    open = part.reduce<string[]>(openAfter, open)
    parts.push(`${before}${join(part)}${close(open).join('')}`.trim())
    rest = rest.slice(end)
  }
  return parts
}
