import type { Language } from '../../flows/values/language.ts'
import { type TextKey, type TextValues, translate, translateDerived } from '../../locales/translate.ts'
import { testPeople } from '../../sandbox/people/people.ts'
import type { TestPerson } from '../../sandbox/people/person.ts'
import { Citizen, type Enclosure } from '../../sandbox/telegram/citizen.ts'
import type { ViewedMessage } from '../../sandbox/telegram/users/view.ts'
import type { Demo } from './demo.ts'
import { Browser, type Page } from './journey-browser.ts'

/** Where everything is mounted. */
export type Place = Pick<Demo, 'url'>

export const service = 'guardianship-certificate'

export function personWho(id: string): TestPerson {
  const person = testPeople.find(candidate => candidate.id === id)
  if (!person) throw new Error(`no test person is called ${id}`)
  return person
}

export const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function got<T>(response: Promise<Response>): Promise<T> {
  const answer = await response
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json() as Promise<T>
}

export interface ReceivedApplication {
  id: string
  number: string
  iin: string
  track: string
  status: string
  request?: string
  documents: { name: string; type: string; size: number; url: string }[]
}
export interface PhoneScreen {
  shown: string
  kk: string
  ru: string
  message?: string
}
export type SigningKey = 'own' | 'valid' | 'expired' | 'revoked' | 'foreign' | 'altered'

/** The doors of the state's stand-ins and of the clock. */
export const doorsOf = ({ url }: Place) => ({
  outgoing: () =>
    got<{ cabinet: { iin: string; titleKk: string; file?: { name: string; url: string; signatureUrl: string } }[] }>(
      fetch(`${url}/sandbox/outgoing`),
    ),
  applications: () => got<ReceivedApplication[]>(fetch(`${url}/sandbox/provider/applications`)),
  decide: (id: string, decision: object) => got(post(`${url}/sandbox/provider/applications/${id}`, decision)),
  document: async (path: string) => Buffer.from(await (await fetch(`${url}/sandbox/${path}`)).arrayBuffer()),
  pass: (by: string) => got<{ now: string }>(post(`${url}/sandbox/clock`, { by })),
  registersFail: (fault: object) => got(post(`${url}/sandbox/registers/faults`, fault)),
  revocationList: (crl: string) => post(`${url}/sandbox/authority/faults`, { crl }),
  telegramFails: (fault: object) => got(post(`${url}/sandbox/telegram/faults`, fault)),
})
export type Doors = ReturnType<typeof doorsOf>

const lettersOf = (label: string) => label.replace(/^\d+\. /, '')
const firstChat = 5_000_000
let chats = firstChat

export interface ApplicantOptions {
  /** Somebody who comes again, or who shares a phone. */
  chat?: number
  patience?: number
}

/** A test person with a phone and a browser, who speaks one language and walks through the service. */
export class Applicant {
  readonly person: TestPerson
  readonly language: Language
  readonly chat: Citizen
  readonly browser = new Browser()
  readonly demo: Place
  /** All before it has been answered. */
  #mark = 0

  constructor(demo: Place, personId: string, language: Language, { chat, patience = 40 }: ApplicantOptions = {}) {
    this.demo = demo
    this.person = personWho(personId)
    this.language = language
    this.chat = new Citizen(`${demo.url}/sandbox/telegram`, chat ?? ++chats, { patience })
  }

  get doors(): Doors {
    return doorsOf(this.demo)
  }

  text = (key: TextKey, values?: TextValues) => translate(this.language, key, values)
  /** A text of the service. */
  of = (path: string, values?: TextValues) => translateDerived(this.language, service, path, values)
  note = (key: string, values?: TextValues) => translateDerived(this.language, 'common', `notes.${key}`, values)
  question = (step: string) => this.of(`steps.${step}.question`)

  /** The newest message since the last act that says all of this. */
  async sees(...parts: string[]): Promise<ViewedMessage> {
    const fits = (message: ViewedMessage) => message.id > this.#mark && parts.every(part => message.text.includes(part))
    const messages = await this.chat.until(all => all.some(fits)).catch((cause: unknown) => this.#missing(parts, cause))
    const found = messages.findLast(fits)
    if (!found) throw new Error('the message went away')
    return found
  }

  #missing(wanted: readonly string[], cause: unknown): never {
    throw new Error(`${this.person.id} did not see «${wanted.join('» «')}». ${(cause as Error).message}`, { cause })
  }

  asked = (step: string) => this.sees(this.question(step))

  async #act(): Promise<void> {
    this.#mark = Math.max(0, ...(await this.chat.messages()).map(({ id }) => id))
  }

  async says(text: string): Promise<number> {
    await this.#act()
    return this.chat.say(text)
  }

  async sends(what: Record<string, unknown>): Promise<number> {
    await this.#act()
    return this.chat.send(what)
  }

  async uploads(...files: Enclosure[]): Promise<void> {
    await this.#act()
    await this.chat.upload(files)
  }

  /** The button with these words, on the newest message since the last act that has it. */
  async button(label: string): Promise<{ message: ViewedMessage; data: string; url: string; place: number }> {
    const buttonIn = ({ buttons }: ViewedMessage) => buttons.flat().find(({ text }) => lettersOf(text) === label)
    const fits = (message: ViewedMessage) => message.id > this.#mark && buttonIn(message) !== undefined
    const messages = await this.chat
      .until(all => all.some(fits))
      .catch((cause: unknown) => this.#missing([label], cause))
    const message = messages.findLast(fits)
    const button = message && buttonIn(message)
    if (!message || !button) throw new Error('the button went away')
    const place = Number(/^(\d+)\. /.exec(button.text)?.[1] ?? 0)
    return { message, data: button.data ?? '', url: button.url ?? '', place }
  }

  async presses(label: string): Promise<ViewedMessage> {
    const { message, data } = await this.button(label)
    await this.#act()
    await this.chat.tap(message.id, data)
    return message
  }

  /** Types the number that stands before the words of the button. */
  async typesNumberOf(label: string): Promise<void> {
    const { place } = await this.button(label)
    await this.says(String(place))
  }

  async chooses(step: string, option: string): Promise<void> {
    await this.presses(this.of(`steps.${step}.options.${option}`))
  }

  async starts(): Promise<void> {
    await this.says('/start')
    await this.presses(this.text(`common:language.${this.language}`))
    await this.sees(this.text('common:menu.title'))
  }

  async beginsTheService(): Promise<void> {
    await this.presses(this.text('common:buttons.services'))
    await this.presses(this.of('title'))
    await this.presses(this.text('common:buttons.begin'))
    await this.asked('consent')
  }

  async agrees(): Promise<void> {
    await this.presses(this.text('common:buttons.agree'))
    await this.asked('iin')
  }

  async givesIin(iin: string = this.person.iin): Promise<number> {
    const message = await this.says(iin)
    await this.asked('identity')
    return message
  }

  /** Opens the sign-in link of the chat and goes on to the portal. */
  async opensThePortal(): Promise<Page> {
    const { url } = await this.button(this.text('common:buttons.signIn'))
    const asked = await this.browser.open(url)
    return this.browser.submit(asked)
  }

  entersOnPortal = (page: Page, credentials?: { iin?: string; password?: string }) =>
    this.entersOnPortalWith(this.browser, page, credentials)

  entersOnPortalWith(
    browser: Browser,
    page: Page,
    { iin = this.person.iin as string, password = this.person.password } = {},
  ) {
    return browser.submit(page, { iin, password }, '/portal/sign-in')
  }

  leavesThePortal = (page: Page) => this.browser.submit(page, {}, '/portal/leave')

  async signsIn(credentials?: { iin?: string; password?: string }): Promise<Page> {
    return this.entersOnPortal(await this.opensThePortal(), credentials)
  }

  /** From /start to the proof of identity. */
  async comesIn(): Promise<void> {
    await this.starts()
    await this.beginsTheService()
    await this.agrees()
    await this.givesIin()
    const page = await this.signsIn()
    if (!page.text.includes(this.text('web:signIn.matched.title'))) throw new Error(`not signed in: ${page.text}`)
  }

  async givesPhone(phone = '8 701 123 45 67'): Promise<void> {
    await this.asked('phone')
    await this.says(phone)
  }

  async confirmsPersonAndPhone(): Promise<void> {
    await this.chooses('personConfirmed', 'correct')
    await this.givesPhone()
  }

  async confirmsRecord(): Promise<void> {
    await this.chooses('recordConfirmed', 'correct')
  }

  async confirmsReview(): Promise<void> {
    await this.presses(this.text('common:buttons.confirm'))
    await this.asked('signature')
  }

  /** All the way to the review, for whom the registers know everything. */
  async comesToReview(delivery: 'electronic' | 'paper' = 'electronic'): Promise<void> {
    await this.comesIn()
    await this.confirmsPersonAndPhone()
    await this.confirmsRecord()
    await this.chooses('delivery', delivery)
    await this.asked('review')
  }

  signingLink = async (): Promise<string> => (await this.button(this.text('common:buttons.sign'))).url

  async signsAt(link: string, key: SigningKey = 'own'): Promise<PhoneScreen> {
    await this.#act()
    return got(post(`${this.demo.url}/sandbox/egov-mobile/sign`, { link, iin: this.person.iin, key }))
  }

  signs = async (key?: SigningKey): Promise<PhoneScreen> => this.signsAt(await this.signingLink(), key)

  async cancelsSigning(): Promise<PhoneScreen> {
    const link = await this.signingLink()
    await this.#act()
    return got(post(`${this.demo.url}/sandbox/egov-mobile/sign`, { link, iin: this.person.iin, cancel: true }))
  }

  /** The registration number, as the chat says it. */
  async isRegistered(): Promise<string> {
    const { text } = await this.sees(this.question('decision'))
    const [number] = /ЭҮАШ-\d{4}-\d{6}/.exec(text) ?? []
    if (number === undefined) throw new Error(`no registration number in «${text}»`)
    return number
  }

  application = async (number: string): Promise<ReceivedApplication> => {
    const found = (await this.doors.applications()).find(application => application.number === number)
    if (!found) throw new Error(`the provider has no ${number}`)
    return found
  }

  /** For whom the register knows nothing: up to the first document. */
  async comesToDocuments(): Promise<void> {
    await this.comesIn()
    await this.confirmsPersonAndPhone()
    await this.asked('appointmentDecision')
  }

  /** The pages of one document, and that there are no more. */
  async givesDocument(...pages: Enclosure[]): Promise<void> {
    await this.uploads(...pages)
    await this.presses(this.text('telegram:pages.done'))
  }

  async namesWard(
    name: string,
    born: string,
    record: 'inRegisters' | 'earlierOrAbroad' = 'inRegisters',
  ): Promise<void> {
    await this.asked('wards.name')
    await this.says(name)
    await this.asked('wards.birthDate')
    await this.says(born)
    await this.chooses('wards.birthRecord', record)
  }

  async namesNoMoreWards(): Promise<void> {
    await this.presses(this.of('steps.wards.done'))
  }

  async choosesDelivery(delivery: 'electronic' | 'paper' = 'electronic'): Promise<void> {
    await this.asked('delivery')
    await this.chooses('delivery', delivery)
    await this.asked('review')
  }

  /** Confirms, signs with his own key and is registered. */
  async signsWhatWasReviewed(): Promise<string> {
    await this.confirmsReview()
    const screen = await this.signs()
    if (screen.shown !== 'signed') throw new Error(`the phone shows ${screen.shown}: ${screen.message}`)
    return this.isRegistered()
  }

  /** The number of the paper that arrives in the chat, and its bytes. */
  async receives(paper: 'certificate' | 'receipt' | 'refusal'): Promise<{ number: string; pdf: Buffer }> {
    const caption = this.text(`common:papers.${paper}`, { number: '' }).trim()
    const message = await this.sees(caption)
    const [number = ''] = /\d{2}-\d{5}-\d{5}/.exec(message.text) ?? []
    return { number, pdf: await this.chat.download(message) }
  }

  /** The first eight characters of the application, as buttons carry them. */
  async tag(): Promise<string> {
    const all = (await this.chat.messages()).flatMap(({ buttons }) => buttons.flat().map(({ data }) => data ?? ''))
    const [, tag = ''] = /^#([0-9a-f]{8})\./.exec(all.findLast(data => data.startsWith('#')) ?? '') ?? []
    return tag
  }
}

export const given = (demo: Demo) => ({
  aCitizen: (personId: string, language: Language, options?: ApplicantOptions) =>
    new Applicant(demo, personId, language, options),
})
