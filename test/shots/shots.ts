import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser.ts'
import { startDemo } from '../support/demo.ts'
import { personWho } from '../support/journey.ts'
import { pdfText } from '../support/pdf.ts'
import { develop, take } from './camera.ts'
import { drawPage } from './paper.ts'
import { type Look, Walk } from './walk.ts'

/** Places that are pages of their own, and not a stretch of the chat. */
const pages = ['sign-in', 'egov-mobile']

/** Pictures of these places, named after them. */
const looksAt =
  (names: Readonly<Record<string, string>>): Look =>
  async (place, at) => {
    const name = names[place]
    if (name) await take(name, at, { whole: pages.includes(place) })
  }

async function openBeside(browser: Browser, address: string, size = { width: 900, height: 900 }): Promise<Page> {
  const page = await (await browser.newContext({ viewport: size })).newPage()
  await page.goto(address)
  return page
}

/** From the first button to the certificate, in Kazakh, and what a person has of it afterwards. */
async function certificate(browser: Browser, url: string): Promise<void> {
  const pictures = {
    start: 'chat-start',
    consent: 'chat-consent',
    'sign-in': 'sign-in',
    portal: 'portal',
    review: 'chat-review',
    'egov-mobile': 'egov-mobile',
    result: 'chat-result',
  }
  const walk = await Walk.begin(browser, url, personWho('found'), 'kk', looksAt(pictures))
  await walk.comesToReview()
  await walk.signs()
  const pdf = await walk.receives('certificate')
  await develop('certificate', await drawPage(pdf))
  await verification(browser, pdf)
  await cabinet(browser, url, walk)
}

/** What the QR code of a paper opens. */
async function verification(browser: Browser, pdf: Uint8Array): Promise<void> {
  const [address = ''] = /http\S+\/verify\/\S+/.exec(await pdfText(pdf)) ?? []
  await take('verify', await openBeside(browser, address), { whole: true })
}

async function cabinet(browser: Browser, url: string, walk: Walk): Promise<void> {
  const page = await openBeside(browser, `${url}/my`)
  await page.getByText(walk.text('web:my.go'), { exact: true }).click()
  await walk.enterPortal(page)
  await take('my', page, { whole: true })
}

/** The same way in Russian, to a refusal. */
async function refusal(browser: Browser, url: string): Promise<void> {
  const pictures = { review: 'chat-review-ru', result: 'chat-refusal-ru' }
  const walk = await Walk.begin(browser, url, personWho('refused'), 'ru', looksAt(pictures))
  await walk.comesToReview()
  await walk.signs()
  await develop('refusal', await drawPage(await walk.receives('refusal')))
}

/** The pictures of README and guides, from a demonstration of their own: `npm run shots`. */
async function shots(): Promise<void> {
  const demo = await startDemo()
  const browser = await launchBrowser()
  try {
    await take('index', await openBeside(browser, demo.url, { width: 900, height: 1000 }))
    await certificate(browser, demo.url)
    await refusal(browser, demo.url)
  } finally {
    await browser.close()
    await demo.remove()
  }
}

await shots()
