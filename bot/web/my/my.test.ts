import { expect, test } from 'vitest'
import type { Iin } from '../../../flows/values/iin.ts'
import { minutes } from '../../../flows/values/time.ts'
import { iin, name, otherIin } from '../../../test/support/turns.ts'
import { browserAt, openSite, signInToMy } from '../../../test/support/web-site.ts'

test('who did not sign in is asked to, and gets no paper', async () => {
  const { browser } = await openSite()
  expect((await browser.get('/my')).text).toContain('порталы арқылы кіріңіз')
  expect((await browser.get('/my/papers/C-1.pdf')).location).toBe('/my')
})

test('who signed in sees applications with status, term in words and papers, and his number nowhere', async () => {
  const { browser } = await openSite()
  expect((await signInToMy(browser)).location).toBe('/my')
  const page = await browser.get('/my')
  expect(page.text).toContain(name)
  expect(page.text).toContain('анықтама дайын')
  expect(page.text).toContain('2026 жылғы 26 қараша, сағат 18:30-дан кешіктірмей')
  expect(page.text).toContain('href="/my/papers/C-1.pdf"')
  expect(page.text).not.toContain(iin)
})

test('a signature is offered only for papers that are signed', async () => {
  const { browser } = await openSite()
  await signInToMy(browser)
  const { text } = await browser.get('/my')
  expect(text).toContain('/my/papers/C-1.pdf.p7s')
  expect(text).toContain('/my/papers/R-1.pdf"')
  expect(text).not.toContain('/my/papers/R-1.pdf.p7s')
})

test('a paper and its signature come as files, to be kept by nobody on the way', async () => {
  const { browser } = await openSite()
  await signInToMy(browser)
  const pdf = await browser.get('/my/papers/C-1.pdf')
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  expect(pdf.headers.get('content-disposition')).toContain('C-1.pdf')
  expect(pdf.headers.get('cache-control')).toBe('no-store')
  const cms = await browser.get('/my/papers/C-1.pdf.p7s')
  expect(cms.headers.get('content-disposition')).toContain('C-1.pdf.p7s')
})

test("another person's paper is to him as one that does not exist", async () => {
  const { browser, world } = await openSite()
  world.portal = { ok: true, iin: otherIin as Iin, name: 'Басқа Біреу', registeredAt: '2020-01-01T00:00:00Z' }
  await signInToMy(browser)
  const foreign = await browser.get('/my/papers/C-1.pdf')
  const missing = await browser.get('/my/papers/C-9.pdf')
  expect([foreign.status, foreign.text]).toEqual([404, missing.text])
})

test('twenty minutes without a sign of life end it; each page begins them again', async () => {
  const { browser, world } = await openSite()
  await signInToMy(browser)
  world.clock.pass(minutes(19))
  expect((await browser.get('/my')).text).toContain(name)
  world.clock.pass(minutes(19))
  expect((await browser.get('/my')).text).toContain(name)
  world.clock.pass(minutes(20))
  expect((await browser.get('/my')).text).not.toContain(name)
})

test('two hours end it even for the busy', async () => {
  const { browser, world } = await openSite()
  await signInToMy(browser)
  for (let i = 0; i < 12; i++) {
    world.clock.pass(minutes(10))
    await browser.get('/my')
  }
  expect((await browser.get('/my')).text).not.toContain(name)
})

test('a cookie brought along before the sign-in opens nothing afterwards', async () => {
  const { browser, origin } = await openSite()
  browser.cookies.set('tereze-my', 'planted')
  await signInToMy(browser)
  expect(browser.cookies.get('tereze-my')).not.toBe('planted')
  const attacker = browserAt(origin)
  attacker.cookies.set('tereze-my', 'planted')
  expect((await attacker.get('/my')).text).not.toContain(name)
})

test('the cookie of the way to the portal is no session', async () => {
  const { browser } = await openSite()
  await browser.post('/my/sign-in')
  browser.cookies.set('tereze-my', browser.cookies.get('tereze-sign-in') ?? '')
  expect((await browser.get('/my')).text).toContain('порталы арқылы кіріңіз')
})

test('the cookie says nothing about anybody, and scripts and other sites do not get it', async () => {
  const { browser } = await openSite()
  const { headers } = await signInToMy(browser)
  const line = headers.getSetCookie().find(one => one.startsWith('tereze-my=')) ?? ''
  expect(line).toContain('HttpOnly')
  expect(line).toContain('SameSite=Lax')
  expect(Buffer.from(browser.cookies.get('tereze-my') ?? '', 'base64url').includes(iin)).toBe(false)
})

test('over https the cookie is bound to this very host', async () => {
  const { browser } = await openSite({ publicUrl: 'https://tereze.test' })
  const { headers } = await browser.post('/my/sign-in')
  expect(headers.getSetCookie()[0]).toMatch(/^__Host-tereze-sign-in=.*; Path=\/;.*Secure/)
})

test('signing out ends it; no other site can do that, nor sign anybody in', async () => {
  const { browser } = await openSite()
  await signInToMy(browser)
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.test' }]) {
    expect((await browser.post('/my/sign-out', '', headers)).status).toBe(403)
    expect((await browser.post('/my/sign-in', '', headers)).status).toBe(403)
  }
  expect((await browser.get('/my')).text).toContain(name)
  await browser.post('/my/sign-out', '', { 'sec-fetch-site': 'same-origin' })
  expect((await browser.get('/my')).text).not.toContain(name)
})

test('a portal that is away is said to be away', async () => {
  const { browser, world } = await openSite()
  world.portal = 'down'
  const { location } = await browser.post('/my/sign-in')
  const page = await browser.get(location ?? '')
  expect([page.status, page.text.includes('Портал қазір жауап бермей тұр')]).toEqual([503, true])
})
