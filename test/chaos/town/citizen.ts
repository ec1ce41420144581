import { setTimeout as delay } from 'node:timers/promises'
import type { TestPerson } from '../../../sandbox/people/person.ts'
import type { Enclosure } from '../../../sandbox/telegram/citizen.ts'
import type { ViewedMessage } from '../../../sandbox/telegram/users/view.ts'
import { Applicant, type PhoneScreen } from '../../support/journey.ts'
import type { Page } from '../../support/journey-browser.ts'
import type { Inhabitant } from './people.ts'

export interface Nerves {
  /** Called at each act, so that something may happen then. */
  onAct: () => void
  /** Milliseconds after which a button is tapped once more; undefined: once is enough. */
  tapsAgainAfter: () => number | undefined
}

const attempts = 8
const betweenAttemptsMs = 500

/** An inhabitant who taps twice, and who tries again when a page does not come: as people do. */
export class NervousApplicant extends Applicant {
  override readonly person: TestPerson
  readonly #nerves: Nerves

  constructor(town: { url: string }, { person, chat, language }: Inhabitant, nerves: Nerves) {
    super(town, 'found', language, { chat, patience: 150 })
    this.person = person
    this.#nerves = nerves
  }

  override says(text: string): Promise<number> {
    this.#nerves.onAct()
    return super.says(text)
  }

  override uploads(...files: Enclosure[]): Promise<void> {
    this.#nerves.onAct()
    return super.uploads(...files)
  }

  override async presses(label: string): Promise<ViewedMessage> {
    this.#nerves.onAct()
    const message = await super.presses(label)
    const gap = this.#nerves.tapsAgainAfter()
    const pressed = message.buttons.flat().find(({ text }) => text.replace(/^\d+\. /, '') === label)
    if (gap === undefined || pressed?.data === undefined) return message
    await delay(gap)
    await this.chat.tap(message.id, pressed.data)
    return message
  }

  /** Sign-in may have worked although its page did not come: then the chat has gone on. */
  override async signsIn(): Promise<Page> {
    this.#nerves.onAct()
    const matched = this.text('web:signIn.matched.title')
    for (let attempt = 1; ; attempt++) {
      const page = await super.signsIn().catch((fault: Error) => fault)
      if (!(page instanceof Error) && page.text.includes(matched)) return page
      const passed = page instanceof Error && page.message.includes(this.text('web:signIn.passed.title'))
      const goneOn = passed || (await this.#shows(this.question('personConfirmed')))
      if (goneOn) return { url: '', status: 200, html: '', text: matched }
      if (attempt === attempts) throw page instanceof Error ? page : new Error(`not signed in: ${page.text}`)
      await delay(betweenAttemptsMs)
    }
  }

  override signs = async (): Promise<PhoneScreen> => {
    this.#nerves.onAct()
    const link = await this.signingLink()
    for (let attempt = 1; ; attempt++) {
      const screen = await this.signsAt(link).catch((fault: Error) => fault)
      if (!(screen instanceof Error) && screen.shown === 'signed') return screen
      const goneOn = await this.#shows(this.question('decision'))
      if (goneOn) return { shown: 'signed', kk: '', ru: '' }
      if (attempt === attempts)
        throw screen instanceof Error ? screen : new Error(`not signed: ${screen.shown} ${screen.message}`)
      await delay(betweenAttemptsMs)
    }
  }

  async #shows(text: string): Promise<boolean> {
    return (await this.chat.messages()).some(message => message.text.includes(text))
  }
}
