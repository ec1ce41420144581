import { describe, expect, test } from 'vitest'
import { iin, name } from '../../test/support/turns.ts'
import { backFrom, openSite, paperKey, signInToMy } from '../../test/support/web-site.ts'

const addresses = [
  '/',
  '/sign-in/token',
  '/my',
  '/services/guardianship-certificate',
  '/verify',
  '/verify/C-1',
  '/nowhere',
]

describe('every page', () => {
  test.each(addresses)('%s lets no script run, is kept by nobody, and is marked as a specimen', async path => {
    const { browser } = await openSite()
    const { headers, text } = await browser.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/script-src|unsafe/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(text).toMatch(/СЫНАҚ ҮЛГІСІ<\/span> \/ <span lang="ru">ТЕСТОВЫЙ ОБРАЗЕЦ/)
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/)
  })
  test.each(addresses)('%s is in Kazakh first, in Russian on demand, and remembers', async path => {
    const { browser } = await openSite()
    expect((await browser.get(path)).text).toContain('<html lang="kk">')
    expect((await browser.get(`${path}?lang=ru`)).text).toContain('<html lang="ru">')
    expect((await browser.get('/')).text).toContain('<html lang="ru">')
  })
})

test('in production nothing calls itself a specimen, and nobody is listed', async () => {
  const { browser } = await openSite({ specimen: false, people: () => [] })
  const { text } = await browser.get('/')
  expect(text).not.toContain('ҮЛГІСІ')
  expect(text).not.toContain(iin)
})

test('a form may end on the portal and nowhere else', async () => {
  const { browser, origin } = await openSite()
  const { headers } = await browser.get('/my')
  expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${origin} https://portal.test;`)
})

test('the first page says what runs, what stands in and what is missing, and how to begin', async () => {
  const { browser } = await openSite()
  const { text } = await browser.get('/')
  expect(text).toContain('href="https://t.me/tereze_bot"')
  expect(text).toContain('<a href="/sandbox/portal">')
  expect(text).toMatch(/<strong>Киоск<\/strong>\s*<span class="tag later">әзірге жоқ/)
  expect(text).toContain(name)
  expect(text).toContain('Анықтама бес минутта дайын')
})

test('how a service works is told from its definition: terms, actors, law, refusals, complaint', async () => {
  const { browser } = await openSite()
  const { text } = await browser.get('/services/guardianship-certificate?lang=ru')
  for (const words of [
    '5 минут',
    '3 рабочих дня',
    'ответственный сотрудник',
    'подпункт 10) пункта 11 Регламента',
    'жалобу',
    '2016 года',
  ])
    expect(text).toContain(words)
  expect((await browser.get('/services/nothing')).status).toBe(404)
})

describe('for machines', () => {
  test('alive and ready are two questions', async () => {
    const { browser, world } = await openSite()
    expect([(await browser.get('/healthz')).status, (await browser.get('/readyz')).status]).toEqual([200, 200])
    world.databaseIsAway = true
    expect([(await browser.get('/healthz')).status, (await browser.get('/readyz')).status]).toEqual([200, 503])
  })
  test('figures count pages by their pattern, and hold no token and no number', async () => {
    const { browser } = await openSite()
    await browser.get('/sign-in/token')
    await browser.get(`/verify/C-1?k=${paperKey}`)
    const { text } = await browser.get('/metrics')
    expect(text).toContain('_count{method="GET",route="/sign-in/:token",status="200"} 1')
    expect(text).not.toMatch(/C-1|\/token/)
  })
})

describe('what goes wrong', () => {
  test('is said in our own words, and kept without a value', async () => {
    const { browser, world } = await openSite()
    world.databaseIsAway = true
    const page = await browser.get('/sign-in/token')
    expect([page.status, page.text.includes('Бізде ақау шықты')]).toEqual([500, true])
    expect(page.text).not.toMatch(/Error|at .*\.ts|connection/)
    expect(world.logged.join()).toContain('web-site.ts')
    expect(world.logged.join()).not.toContain(iin)
  })
  test('an address that cannot be read is no fault of ours', async () => {
    const { browser, world } = await openSite()
    expect((await browser.get('/verify/%E0%A4%A')).status).toBe(400)
    expect(world.logged).toEqual([])
  })
})

test('a number of a person is in no address and no log, whatever happens', async () => {
  const { browser, world } = await openSite()
  const { location } = await browser.post('/sign-in/token')
  const seen = [location, (await browser.get(backFrom(location))).location]
  seen.push((await signInToMy(browser)).location)
  await browser.get('/my')
  world.databaseIsAway = true
  await browser.get('/sign-in/token')
  world.portal = 'down'
  seen.push((await browser.post('/my/sign-in')).location)
  expect(`${seen} ${world.logged}`).not.toContain(iin)
})

test('style sheet and fonts are ours and may be kept', async () => {
  const { browser } = await openSite()
  const css = await browser.get('/assets/tereze.css')
  expect(css.headers.get('content-type')).toContain('text/css')
  for (const [, file] of css.text.matchAll(/url\("([^"]+)"\)/g))
    expect((await browser.get(`/assets/${file}`)).headers.get('content-type')).toBe('font/woff2')
})
