import { describe, expect, test } from 'vitest'
import type { Iin } from '../../../flows/values/iin.ts'
import { minutes } from '../../../flows/values/time.ts'
import { iin, name, otherIin } from '../../../test/support/turns.ts'
import { backFrom, browserAt, openSite } from '../../../test/support/web-site.ts'

const somebodyElse = {
  ok: true,
  iin: otherIin as Iin,
  name: 'Басқа Біреу',
  registeredAt: '2020-01-01T00:00:00Z',
} as const

test('the link first says who asks, for which service, and warns; nothing has happened yet', async () => {
  const { browser, world } = await openSite()
  const page = await browser.get('/sign-in/token')
  expect(page.status).toBe(200)
  expect(page.text).toContain('Қорғаншылық және қамқоршылық жөнінде анықтамалар беру')
  expect(page.text).toContain('Өтінішті чатта өзіңіз бастасаңыз ғана жалғастырыңыз')
  expect(world.applied).toEqual([])
  expect(browser.cookies.size).toBe(0)
})

test('whoever signs in as the person of the application is sent back to the chat', async () => {
  const { browser, world } = await openSite()
  const { status, location } = await browser.post('/sign-in/token')
  expect([status, new URL(location ?? '').origin]).toEqual([303, 'https://portal.test'])
  const back = await browser.get(backFrom(location))
  expect(back.location).toBe('/sign-in/token/done?outcome=matched')
  expect(world.applied).toEqual([{ kind: 'identified', iin, name }])
  const done = await browser.get('/sign-in/token/done?outcome=matched')
  expect(done.text).toContain('Сіз порталға кірдіңіз')
  expect(done.text).toContain('href="https://t.me/tereze_bot"')
})

test('somebody else is told so, and neither number is shown', async () => {
  const { browser, world } = await openSite()
  world.portal = somebodyElse
  const { location } = await browser.post('/sign-in/token')
  const back = await browser.get(backFrom(location))
  const page = await browser.get(back.location ?? '')
  expect(page.text).toContain('ЖСН сәйкес келмейді')
  expect(page.text).not.toMatch(/\d{12}/)
  expect(world.play.last.state.applicant).toBeUndefined()
})

test.each([
  ['refused', 'портал ЖСН мен парольді растамады'],
  ['locked', 'портал кіруді уақытша жапты'],
  ['forged', 'порталдың жауабы тексеруден өтпеді'],
] as const)('a portal that says %s is passed on in the words of RF-G3', async (reason, words) => {
  const { browser, world } = await openSite()
  world.portal = { ok: false, reason }
  const { location } = await browser.post('/sign-in/token')
  const back = await browser.get(backFrom(location))
  const page = await browser.get(back.location ?? '')
  expect(page.text).toContain('авторландырудан бас тартылды')
  expect(page.text).toContain(words)
  expect(page.text).toContain('Регламенттің 11-тармағының 4) тармақшасы')
  expect(world.applied).toEqual([{ kind: 'identity-refused', reason }])
})

test('a sign-in that was cancelled is no refusal', async () => {
  const { browser, world } = await openSite()
  world.portal = { ok: false, reason: 'cancelled' }
  const { location } = await browser.post('/sign-in/token')
  const { location: done } = await browser.get(backFrom(location))
  const page = await browser.get(done ?? '')
  expect(page.text).toContain('Порталға кіру тоқтатылды')
  expect(page.text).not.toContain('бас тартылды')
})

describe('a portal that is away loses nothing and is said to be away', () => {
  test('before', async () => {
    const { browser, world } = await openSite()
    world.portal = 'down'
    const { location } = await browser.post('/sign-in/token')
    const page = await browser.get(location ?? '')
    expect([page.status, page.text.includes('Портал қазір жауап бермей тұр')]).toEqual([503, true])
  })
  test('on the way back', async () => {
    const { browser, world } = await openSite()
    const { location } = await browser.post('/sign-in/token')
    world.portal = 'down'
    const { location: done } = await browser.get(backFrom(location))
    expect(done).toBe('/sign-in/token/done?outcome=unavailable')
    expect(world.applied).toEqual([])
  })
})

test.each([
  ['/sign-in/forged', 404, 'Мұндай сілтеме жоқ'],
  ['/sign-in/old', 410, 'Сілтеменің мерзімі өтті'],
  ['/sign-in/forged/done?outcome=matched', 404, 'Мұндай бет жоқ'],
  ['/sign-in/token/done?outcome=anything', 404, 'Мұндай бет жоқ'],
])('%s leads nowhere', async (path, status, words) => {
  const { browser } = await openSite()
  const page = await browser.get(path)
  expect([page.status, page.text.includes(words)]).toEqual([status, true])
})

test.each(['/sign-in/forged', '/sign-in/old'])('POST %s does not reach the portal', async path => {
  const { browser } = await openSite()
  expect((await browser.post(path)).location).toBeNull()
})

test('an application that was erased, or asks for something else by now, is not signed in to', async () => {
  const { browser, world } = await openSite()
  world.play.does('signed in')
  expect((await browser.get('/sign-in/token')).text).toContain('енді керек емес')
  world.erased = true
  expect((await browser.get('/sign-in/token')).status).toBe(410)
})

describe('the return from the portal belongs to the browser that set out', () => {
  test('another browser with the same address gets nothing', async () => {
    const { browser, origin, world } = await openSite()
    const { location } = await browser.post('/sign-in/token')
    const stranger = await browserAt(origin).get(backFrom(location))
    expect([stranger.status, stranger.text.includes('Кіру аяқталмады')]).toEqual([400, true])
    expect(world.applied).toEqual([])
  })
  test('another state is a forgery', async () => {
    const { browser, world } = await openSite()
    await browser.post('/sign-in/token')
    await browser.get('/sign-in/return?code=c&state=of-somebody-else')
    expect(world.applied).toEqual([{ kind: 'identity-refused', reason: 'forged' }])
  })
  test('it works once', async () => {
    const { browser, world } = await openSite()
    const { location } = await browser.post('/sign-in/token')
    await browser.get(backFrom(location))
    expect((await browser.get(backFrom(location))).status).toBe(400)
    expect(world.applied).toHaveLength(1)
  })
  test('a quarter of an hour later it is too late', async () => {
    const { browser, world } = await openSite()
    const { location } = await browser.post('/sign-in/token')
    world.clock.pass(minutes(15))
    expect((await browser.get(backFrom(location))).status).toBe(400)
  })
  test('an altered cookie is no cookie', async () => {
    const { browser, world } = await openSite()
    const { location } = await browser.post('/sign-in/token')
    const sealed = browser.cookies.get('tereze-sign-in') ?? ''
    browser.cookies.set('tereze-sign-in', `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`)
    expect((await browser.get(backFrom(location))).status).toBe(400)
    expect(world.applied).toEqual([])
  })
})

test('the page speaks the language of the conversation until another is chosen', async () => {
  const { browser } = await openSite()
  expect((await browser.get('/sign-in/token')).text).toContain('<html lang="kk">')
  expect((await browser.get('/sign-in/token?lang=ru')).text).toContain('Подтвердите, что это Вы')
  const { location } = await browser.post('/sign-in/token')
  expect(location).toContain('lang=ru')
})
