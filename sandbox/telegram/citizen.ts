import type { ViewedMessage } from './users/view.ts'

/** A file that the citizen sends. */
export interface Enclosure {
  readonly name: string
  readonly bytes: Uint8Array
  readonly type?: string
  /** Documents unless it says photo. */
  readonly as?: 'document' | 'photo'
}

export interface Answer {
  readonly version: number
  readonly query: string
  readonly text: string
  readonly alert: boolean
}

interface Sent {
  readonly id: number
  readonly ids: number[]
}

/** The awaited thing did not come in time; says what the chat shows instead. */
export class NothingCame extends Error {
  override readonly name = 'NothingCame'
}

/** The app would not let the citizen do this: an unknown button, a blocked bot, nothing to send. */
export class RefusedByPhone extends Error {
  override readonly name = 'RefusedByPhone'
}

/** Seconds that one call may wait; whoever is more patient asks again. */
const longestWait = 60

export interface CitizenOptions {
  /** The bot to talk to when there are several. */
  readonly bot?: number
  /** Seconds to wait for what should come. */
  readonly patience?: number
}

/**
 * A citizen with his phone, for tests: speaks to the stand-in's citizen's side over HTTP. Everything that waits does
 * so by long poll. One citizen keeps one place in the chat: `next` gives each new message of the bot once, in order.
 */
export class Citizen {
  readonly id: number
  readonly #base: string
  readonly #bot: string
  readonly #patience: number
  readonly #messages = new Map<number, ViewedMessage>()
  #version = 0
  #answered = 0
  #shown = 0

  /** `baseUrl` is where the sandbox is mounted, such as `http://localhost:3000/sandbox/telegram`. */
  constructor(baseUrl: string, id: number, { bot, patience = 10 }: CitizenOptions = {}) {
    this.id = id
    this.#base = `${baseUrl.replace(/\/$/, '')}/users/${id}`
    this.#bot = bot === undefined ? '' : `bot=${bot}`
    this.#patience = patience
  }

  /** Gives the id of the message (of the last part, when it was too long for one). */
  async say(text: string, more: Record<string, unknown> = {}): Promise<number> {
    return (await this.#post('send', { text, ...more })).id
  }

  /** Anything but text: `{voice: true}`, `{sticker: true}`, `{contact: {phone}}`, `{location: {…}}`. */
  async send(what: Record<string, unknown>): Promise<number> {
    return (await this.#post('send', what)).id
  }

  /** One file, or an album of several. Gives the ids of the messages. */
  async upload(files: readonly Enclosure[], caption?: string): Promise<number[]> {
    const form = new FormData()
    if (caption !== undefined) form.set('caption', caption)
    for (const { name, bytes, type = 'application/octet-stream', as = 'document' } of files)
      form.append(as, new Blob([new Uint8Array(bytes)], { type }), name)
    return (await this.#request<Sent>('send', { method: 'POST', body: form })).ids
  }

  async edit(message: number, text: string): Promise<void> {
    await this.#post('edit', { message, text })
  }

  /** Taps the button with this label or data on the newest message that shows one. */
  async click(labelOrData: string): Promise<void> {
    await this.#look(0)
    const found = [...this.#messages.values()].reverse().flatMap(message => {
      const button = message.buttons.flat().find(({ text, data }) => text === labelOrData || data === labelOrData)
      return button?.data === undefined ? [] : [{ message: message.id, data: button.data }]
    })[0]
    if (!found) throw new NothingCame(`No button «${labelOrData}». ${this.#screen()}`)
    await this.tap(found.message, found.data)
  }

  /** Taps a button by its data, also one that an edit has replaced meanwhile. */
  async tap(message: number, data: string): Promise<void> {
    await this.#post('click', { message, data })
  }

  block = () => this.#post('block', {})
  unblock = () => this.#post('unblock', {})
  /** Lets the bot get the last update (or the given one) again, under the same id. */
  again = (update?: number) => this.#post('again', update === undefined ? {} : { update })

  /** The next message of the bot that was not given yet and fits; those before it are passed over. */
  async next(fits: (message: ViewedMessage) => boolean = () => true): Promise<ViewedMessage> {
    const find = () => this.#visible().find(message => message.id > this.#shown && fits(message))
    await this.until(() => find() !== undefined)
    const message = find()
    if (!message) throw new NothingCame('The message went away')
    this.#shown = message.id
    return message
  }

  /** Passes over everything that is there now. */
  async skip(): Promise<void> {
    this.#shown = Math.max(this.#shown, ...(await this.messages()).map(({ id }) => id))
  }

  /** Waits until the chat as a whole is as wanted: for edits and deletions. Gives the messages still there. */
  async until(isSo: (messages: readonly ViewedMessage[]) => boolean): Promise<readonly ViewedMessage[]> {
    const end = performance.now() + this.#patience * 1000
    while (!isSo(this.#visible())) {
      const left = (end - performance.now()) / 1000
      if (left <= 0) throw new NothingCame(`The chat did not become as wanted. ${this.#screen()}`)
      await this.#look(Math.min(left, longestWait))
    }
    return this.#visible()
  }

  /** Waits until this message, the bot's or his own, is deleted. */
  async gone(message: number): Promise<void> {
    await this.until(() => this.#messages.get(message)?.deleted === true)
  }

  /** The next answer to a tap. */
  async answer(): Promise<Answer> {
    const found = await this.#request<Answer[]>(`answers?after=${this.#answered}&wait=${this.#patience}`)
    const first = found[0]
    if (!first) throw new NothingCame('No answer to a tap came')
    this.#answered = first.version
    return first
  }

  /** Every message of the bot that is still there, as now known to the server. */
  async messages(): Promise<readonly ViewedMessage[]> {
    await this.#look(0)
    return this.#visible()
  }

  async download(message: ViewedMessage): Promise<Buffer> {
    if (!message.file) throw new NothingCame(`Message ${message.id} has no file`)
    const response = await fetch(message.file.url)
    if (!response.ok) throw new NothingCame(`The file answered ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }

  #visible = () => [...this.#messages.values()].filter(({ deleted, from }) => !deleted && from === 'bot')

  #screen = () =>
    `On the screen: ${this.#visible()
      .slice(-3)
      .map(({ text, buttons }) => JSON.stringify({ text, buttons: buttons.flat().map(button => button.text) }))
      .join(' ')}`

  async #look(waitSeconds: number): Promise<void> {
    const changed = await this.#request<ViewedMessage[]>(`messages?after=${this.#version}&wait=${waitSeconds}`)
    for (const message of changed) {
      this.#messages.set(message.id, message)
      this.#version = Math.max(this.#version, message.version)
    }
  }

  #post = (path: string, body: object) =>
    this.#request<Sent>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const address = `${this.#base}/${path}${path.includes('?') ? '&' : '?'}${this.#bot}`
    const response = await fetch(address, init)
    if (!response.ok) throw new RefusedByPhone(`${path}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<T>
  }
}
