import type { Browser, Page } from 'playwright-core'
import type { Language } from '../../flows/values/language.ts'

/** A phone with the chat in it, driven as a hand would: by what is written on buttons. */
export class Chat {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(browser: Browser, origin: string, user: number, language: Language): Promise<Chat> {
    const context = await browser.newContext({
      viewport: { width: 412, height: 892 },
      deviceScaleFactor: 1.5,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    await page.goto(`${origin}/sandbox/telegram/?user=${user}&lang=${language}`)
    return new Chat(page)
  }

  /** The last button with these words; the bot numbers its buttons. */
  press = (words: string) => this.page.locator('button', { hasText: words }).last().click()

  async say(words: string): Promise<void> {
    await this.page.locator('#text').fill(words)
    await this.page.locator('#text').press('Enter')
  }

  /** Waits until the bot has written this. */
  shows = (words: string) => this.page.locator('.bubble.bot', { hasText: words }).last().waitFor()

  /** Follows a button that leads out of the chat. */
  async follow(words: string): Promise<Page> {
    const opened = this.page.context().waitForEvent('page')
    await this.page.getByRole('link', { name: words }).last().click()
    const page = await opened
    await page.waitForLoadState()
    return page
  }

  /** The newest file in the chat. */
  async file(): Promise<Uint8Array> {
    const address = await this.page.locator('a.file').last().getAttribute('href')
    const response = await this.page.request.get(new URL(address ?? '', this.page.url()).href)
    return response.body()
  }
}
