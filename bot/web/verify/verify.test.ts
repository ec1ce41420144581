import { expect, test } from 'vitest'
import { name } from '../../../test/support/turns.ts'
import { openSite, paperKey } from '../../../test/support/web-site.ts'

test('with the key of the QR code the page shows what stands on the paper and that its signature holds', async () => {
  const { browser } = await openSite()
  const page = await browser.get(`/verify/C-1?k=${paperKey}`)
  expect(page.text).toContain('Құжат түпнұсқа')
  expect(page.text).toContain(name)
  expect(page.text).toContain('2020 жылғы 3 ақпан')
  expect(page.text).toContain('Қолтаңба дұрыс')
  expect(page.text).toContain('БАСШЫ СЫНАҚ')
})

test('the other language is one press away and still shows it', async () => {
  const { browser } = await openSite()
  const { text } = await browser.get(`/verify/C-1?k=${paperKey}`)
  const href = /href="(\?[^"]*lang=ru)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const russian = await browser.get(`/verify/C-1${href}`)
  expect(russian.text).toContain('руководитель')
  expect(russian.text).toContain(name)
})

test('without the key, service and date alone', async () => {
  const { browser } = await openSite()
  const page = await browser.get('/verify/C-1')
  expect(page.text).toContain('Қорғаншылық және қамқоршылық жөнінде анықтамалар беру')
  expect(page.text).toContain('2026 жылғы 23 қараша')
  expect(page.text).not.toContain(name)
})

test('a wrong key and no key are the same page, after the same work', async () => {
  const { browser, world } = await openSite()
  const without = await browser.get('/verify/C-1')
  for (const key of ['wrong', paperKey.slice(0, -1), `${paperKey}A`, 'k'.repeat(5000)])
    expect((await browser.get(`/verify/C-1?k=${key}`)).text).toBe(without.text)
  expect(world.asked.join(' ')).toBe('find read '.repeat(5).trim())
})

test.each([
  ['invalid', 'Қолтаңба расталмады'],
  ['unknown', 'қазір тексеру мүмкін болмады'],
] as const)('a signature that is %s is never called good', async (signature, words) => {
  const { browser, world } = await openSite()
  world.signature = signature
  const page = await browser.get(`/verify/C-1?k=${paperKey}`)
  expect(page.text).toContain(words)
  expect(page.text).not.toContain('Қолтаңба дұрыс')
})

test('a replaced paper is said to be replaced, an unknown number to be unknown', async () => {
  const { browser } = await openSite()
  expect((await browser.get('/verify/C-0')).text).toContain('Құжат ауыстырылған')
  const unknown = await browser.get('/verify/C-9')
  expect([unknown.status, unknown.text.includes('Мұндай құжат жоқ')]).toEqual([404, true])
})

test('a number can be typed; an empty field is said to be empty beside the field and above it', async () => {
  const { browser } = await openSite()
  expect((await browser.get('/verify?number=%20C-1%20')).location).toBe('/verify/C-1')
  const empty = await browser.get('/verify?number=')
  expect(empty.status).toBe(422)
  expect(empty.text).toMatch(/<title>Қате: /)
  expect(empty.text.match(/Құжаттың нөмірін енгізіңіз\./g)).toHaveLength(3)
})

test('who tries numbers one after the other has to wait, and is told how long', async () => {
  const { browser } = await openSite()
  for (let i = 0; i < 12; i++) await browser.get(`/verify/C-${i}`)
  const slowed = await browser.get(`/verify/C-1?k=${paperKey}`)
  expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '5'])
  expect(slowed.text).toContain('5 секундтан кейін')
  expect(slowed.text).not.toContain(name)
})
