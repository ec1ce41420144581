import type { Browser, Page } from 'playwright-core'
import type { Language } from '../../flows/values/language.ts'
import { type TextKey, type TextValues, translate, translateDerived } from '../../locales/translate.ts'
import type { TestPerson } from '../../sandbox/people/person.ts'
import { Chat } from './chat.ts'

const service = 'guardianship-certificate'

/** What is seen on the way: nothing when nobody wants a picture of it. */
export type Look = (place: string, at: Page) => Promise<void>

/** A person who walks through the service by hand, and is looked over the shoulder. */
export class Walk {
  readonly chat: Chat
  readonly #person: TestPerson
  readonly #language: Language
  readonly #look: Look

  private constructor(chat: Chat, person: TestPerson, language: Language, look: Look) {
    this.chat = chat
    this.#person = person
    this.#language = language
    this.#look = look
  }

  static async begin(browser: Browser, origin: string, person: TestPerson, language: Language, look: Look) {
    const chat = await Chat.open(browser, origin, Number(person.iin.slice(0, 9)), language)
    return new Walk(chat, person, language, look)
  }

  text = (key: TextKey, values?: TextValues) => translate(this.#language, key, values)
  of = (path: string) => translateDerived(this.#language, service, path)
  #asks = (step: string) => this.chat.shows(this.of(`steps.${step}.question`))

  async #take(step: string, option: string): Promise<void> {
    await this.#asks(step)
    await this.chat.press(this.of(`steps.${step}.options.${option}`))
  }

  async comesToReview(): Promise<void> {
    await this.#begins()
    await this.#consents()
    await this.#signsIn()
    await this.#take('personConfirmed', 'correct')
    await this.#asks('phone')
    await this.chat.say('+7 701 123 45 67')
    await this.#take('recordConfirmed', 'correct')
    await this.#take('delivery', 'electronic')
    await this.#asks('review')
    await this.#look('review', this.chat.page)
  }

  async #begins(): Promise<void> {
    await this.chat.press(this.text('sandbox-telegram:start'))
    await this.chat.press(this.text(`common:language.${this.#language}`))
    await this.chat.shows(this.text('common:menu.title'))
    await this.#look('start', this.chat.page)
    await this.chat.press(this.text('common:buttons.services'))
    await this.chat.shows(this.text('common:services.title'))
    await this.chat.press(this.of('title'))
    await this.chat.press(this.text('common:buttons.begin'))
  }

  async #consents(): Promise<void> {
    await this.#asks('consent')
    await this.#look('consent', this.chat.page)
    await this.chat.press(this.text('common:buttons.agree'))
    await this.#asks('iin')
    await this.chat.say(this.#person.iin)
    await this.#asks('identity')
  }

  async #signsIn(): Promise<void> {
    const page = await this.chat.follow(this.text('common:buttons.signIn'))
    await this.#look('sign-in', page)
    await page.getByText(this.text('web:signIn.asked.go'), { exact: true }).click()
    await page.waitForURL(/portal/)
    await this.#look('portal', page)
    await this.enterPortal(page)
    await page.close()
  }

  /** Types number and password on the portal, and goes back to where it came from. */
  async enterPortal(page: Page): Promise<void> {
    await page.locator('input[name=iin]').fill(this.#person.iin)
    await page.locator('input[name=password]').fill(this.#person.password)
    await Promise.all([page.waitForURL(/\/(my|sign-in)\b(?!.*sandbox)/), page.locator('form button').first().click()])
  }

  async signs(): Promise<void> {
    await this.chat.press(this.text('common:buttons.confirm'))
    await this.#asks('signature')
    const phone = await this.chat.follow(this.text('common:buttons.sign'))
    await phone.locator(`input[value="${this.#person.iin}"]`).check()
    await this.#look('egov-mobile', phone)
    await phone.locator('button[type=submit]').first().click()
    await phone.locator('.screen').waitFor()
    await phone.close()
  }

  /** The paper that ends the case, as bytes. */
  async receives(paper: 'certificate' | 'refusal'): Promise<Uint8Array> {
    await this.chat.shows(this.text(`common:papers.${paper}`, { number: '' }).trim())
    await this.chat.shows(this.text('common:result.paperNumber', { number: '' }).trim())
    await this.#look('result', this.chat.page)
    return this.chat.file()
  }
}
