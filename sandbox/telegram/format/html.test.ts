import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHtml } from './html.ts'
import { toHtml } from './render.ts'

describe('parse_mode HTML', () => {
  it.each([
    ['plain text', 'Сәлем', 'Сәлем', []],
    ['the four named characters', '&lt;b&gt; &amp; &quot;', '<b> & "', []],
    ['numbered characters', '&#1178;&#x4d8;', 'ҚӘ', []],
    ['an unknown name as it stands', '&nbsp;', '&nbsp;', []],
    ['a tag', '<b>Қ</b>а', 'Қа', [{ type: 'bold', offset: 0, length: 1 }]],
    [
      'tags in tags, the outer one first',
      '<i>а<b>ә</b></i>',
      'аә',
      [
        { type: 'italic', offset: 0, length: 2 },
        { type: 'bold', offset: 1, length: 1 },
      ],
    ],
    [
      'a link',
      '<a href="https://x.kz/?a=1&amp;b=2">осы</a>',
      'осы',
      [{ type: 'text_link', url: 'https://x.kz/?a=1&b=2', offset: 0, length: 3 }],
    ],
    ['a link to a script as plain text', '<a href="javascript:1">осы</a>', 'осы', []],
    ['an empty tag as nothing', '<b></b>а', 'а', []],
    [
      'a spoiler in either spelling',
      '<span class="tg-spoiler">а</span>',
      'а',
      [{ type: 'spoiler', offset: 0, length: 1 }],
    ],
    [
      'a long quotation',
      '<blockquote expandable>а</blockquote>',
      'а',
      [{ type: 'expandable_blockquote', offset: 0, length: 1 }],
    ],
  ])('reads %s', (_, source, text, entities) => {
    expect(parseHtml(source)).toEqual({ text, entities })
  })

  it.each([
    ['а < ә', 'Unclosed start tag at byte offset 3'],
    ['ә<br>', 'Unsupported start tag "br" at byte offset 2'],
    ['</b>', 'Unexpected end tag at byte offset 0'],
    ['<b>а</i>', 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'],
    ['<b>а', `Can't find end tag corresponding to start tag "b"`],
    ['<span>а</span>', 'Unsupported start tag "span" at byte offset 0'],
  ])('refuses %s', (source, reason) => {
    expect(() => parseHtml(source)).toThrow(`Bad Request: can't parse entities: ${reason}`)
  })
})

describe('A message on the page', () => {
  it('never contains markup that somebody typed', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(toHtml(text, [])).not.toMatch(/[<>"]/)
      }),
    )
  })

  it('keeps the text whole whatever the entities are', () => {
    const range = fc.record({
      offset: fc.nat(12),
      length: fc.integer({ min: 1, max: 12 }),
      type: fc.constantFrom('bold' as const, 'italic' as const, 'code' as const),
    })
    fc.assert(
      fc.property(fc.stringMatching(/^[а-яәқ ]{1,12}$/), fc.array(range), (text, ranges) => {
        const entities = ranges.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
        expect(toHtml(text, entities).replace(/<[^>]+>/g, '')).toBe(text)
      }),
    )
  })

  it('opens links in a new tab and leaves other schemes alone', () => {
    const link = (url: string) => toHtml('осы', [{ type: 'text_link', url, offset: 0, length: 3 }])
    expect(link('https://x.kz/"')).toBe(
      '<a href="https://x.kz/&quot;" target="_blank" rel="noopener noreferrer">осы</a>',
    )
    expect(link('tg://resolve')).toBe('осы')
  })
})
