import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../../flows/values/language.ts'
import { launchBrowser } from '../../test/support/browser.ts'
import { atUpload, openSite, paperKey, signInToMy } from '../../test/support/web-site.ts'

type Site = Awaited<ReturnType<typeof openSite>>
/** `SHOTS=<folder>` keeps a picture of each, to be looked at. */
const shots = process.env.SHOTS
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const sizes = {
  phone: { width: 390, height: 844 },
  desk: { width: 1280, height: 900 },
  narrow: { width: 320, height: 640 },
}

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const signedIn = async ({ browser: visitor, origin }: Site, context: BrowserContext) => {
  await signInToMy(visitor)
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: origin })))
}
const atForm = async ({ world }: Site) => void world.play.does(...atUpload)

interface Shown {
  name: string
  path: string
  before?: (site: Site, context: BrowserContext) => Promise<void>
  act?: (page: Page) => Promise<void>
}
const shown: Shown[] = [
  { name: 'home', path: '/' },
  { name: 'sign-in', path: '/sign-in/token' },
  { name: 'signed-in', path: '/sign-in/token/done?outcome=matched' },
  { name: 'refused', path: '/sign-in/token/done?outcome=locked' },
  { name: 'other-person', path: '/sign-in/token/done?outcome=other-person' },
  { name: 'portal-away', path: '/sign-in/token/done?outcome=unavailable' },
  { name: 'upload', path: '/upload/token', before: atForm },
  {
    ...{ name: 'upload-problem', path: '/upload/token', before: atForm },
    act: async page => void (await page.locator('main button').click()),
  },
  { name: 'my-sign-in', path: '/my?outcome=refused' },
  { name: 'my', path: '/my', before: signedIn },
  { name: 'service', path: '/services/guardianship-certificate' },
  { name: 'verify', path: '/verify' },
  { name: 'verify-problem', path: '/verify?number=' },
  { name: 'paper', path: '/verify/C-1' },
  { name: 'paper-with-key', path: `/verify/C-1?k=${paperKey}` },
  { name: 'missing', path: '/nowhere' },
]

async function open(one: Shown, language: string, size: keyof typeof sizes) {
  const site = await openSite()
  const context = await browser.newContext({ viewport: sizes[size], baseURL: site.origin })
  await context.addCookies([{ name: 'tereze-language', value: language, url: site.origin }])
  await one.before?.(site, context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => void (message.type() === 'error' && complaints.push(message.text())))
  await page.goto(one.path)
  await one.act?.(page)
  await page.evaluate('document.fonts.ready')
  return { page, context, complaints: () => complaints.filter(text => !text.startsWith('Failed to load resource')) }
}

/** Everything that can be tapped and is smaller than a fingertip; links inside a sentence are text. */
const smallTargets = `[...document.querySelectorAll('a, button, input')]
  .filter(element => !element.matches('.skip'))
  .map(element => ({ text: element.textContent?.trim(), box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < 43.9 || box.width < 43.9))
  .map(({ text, box }) => text + ' ' + Math.round(box.width) + 'x' + Math.round(box.height))`
const widerThanWindow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.each(languages)('in %s', language => {
  test.each(shown)(
    '$name can be used by everybody',
    async one => {
      for (const size of ['phone', 'desk'] as const) {
        const { page, context, complaints } = await open(one, language, size)
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)).toEqual([])
        expect(await page.evaluate(smallTargets)).toEqual([])
        expect(complaints()).toEqual([])
        if (shots) await keep(page, `${one.name}-${language}-${size}`)
        await context.close()
      }
    },
    60_000,
  )

  test('nothing runs over the edge of a narrow screen', async () => {
    for (const one of shown) {
      const { page, context } = await open(one, language, 'narrow')
      expect([one.name, await page.evaluate(widerThanWindow)]).toEqual([one.name, 0])
      await context.close()
    }
  }, 60_000)
})

async function keep(page: Page, name: string): Promise<void> {
  await mkdir(shots ?? '', { recursive: true })
  await page.screenshot({ path: join(shots ?? '', `${name}.png`), fullPage: true })
}
