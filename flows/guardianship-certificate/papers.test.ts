import { expect, test } from 'vitest'
import { createPapers } from '../../services/papers/papers.ts'
import type { PaperKind, PaperValue } from '../../services/papers/port.ts'
import { pdfText } from '../../test/support/pdf.ts'
import { play, type Stretch, upToReview } from '../../test/support/turns.ts'
import type { PaperWords } from '../engine/papers.ts'
import { instant } from '../values/time.ts'
import { papers } from './papers.ts'

const submitted: Stretch[] = [...upToReview, 'confirmed the review', 'signed', 'is registered']
const at = instant('2026-11-23T05:02:00.000Z')

function inKeys(words: PaperWords): PaperValue {
  if (typeof words === 'string') return words
  if (Array.isArray(words)) return words.map(inKeys)
  if ('text' in words && typeof words.text === 'string') return words.text
  return Object.fromEntries(Object.entries(words).map(([name, inner]) => [name, inKeys(inner)]))
}

async function printed(kind: PaperKind, ...end: Stretch[]): Promise<string> {
  const source = papers[kind](play().does(...submitted, ...end).last.state)
  const fields = Object.fromEntries(Object.entries(source).map(([name, words]) => [name, inKeys(words)]))
  return pdfText(await createPapers().make(kind, { number: '26-00000-00001', at, fields, specimen: true }))
}

test('the receipt prints what the flow gives it', async () => {
  expect(await printed('receipt')).toContain('Сынақова Айгүл Маратқызы')
})

test('the receipt says who hands out the paper copy in the very words of the chat, and only to whom wanted one', () => {
  const receipt = (...wish: Stretch[]) => {
    const way = upToReview.slice(0, -1)
    const { state } = play().does(...way, ...wish, 'confirmed the review', 'signed', 'is registered').last
    return papers.receipt(state)
  }
  expect(receipt('wants it on paper').paperCopy).toEqual({ text: 'common:result.paper' })
  expect(receipt('wants it electronic')).not.toHaveProperty('paperCopy')
})

test('the certificate prints what the flow gives it', async () => {
  expect(await printed('certificate', 'is approved')).toContain('Сынақов Арман')
})

test('the refusal prints the ground in words and the day of the application in Almaty', async () => {
  const text = await printed('refusal', 'is refused')
  expect(text).toContain('Шешім оқылмайды')
  expect(text).toMatch(/2026 жылғы 23\s+қараша/)
})
