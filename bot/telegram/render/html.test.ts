import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bold, escapeHtml, splitHtml } from './html.ts'

const visible = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
const balanced = (html: string) => (html.match(/<b>/g) ?? []).length === (html.match(/<\/b>/g) ?? []).length

test('a text that fits stays whole', () => {
  expect(splitHtml(bold('Сәлем'), 4096)).toEqual(['<b>Сәлем</b>'])
})

test('a long bold text is cut between words and each part is bold', () => {
  expect(splitHtml(`a ${bold('bbb ccc')}`, 6)).toEqual(['a <b>bbb </b>', '<b>ccc</b>'])
})

test('every part fits, is well formed, and together they say what was said', () => {
  const piece = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 12 }),
      fc.integer({ min: 16, max: 80 }),
      (pieces, limit) => {
        const html = pieces.map(([text, strong]) => (strong ? bold(text) : escapeHtml(text))).join(' ')
        const parts = splitHtml(html, limit)
        for (const part of parts) {
          expect(visible(part).length).toBeLessThanOrEqual(limit)
          expect(balanced(part)).toBe(true)
        }
        const bare = (text: string) => text.replaceAll(/\s/g, '')
        expect(bare(parts.map(visible).join(''))).toBe(bare(visible(html)))
      },
    ),
  )
})
