import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Button {
  callback_data?: string
}
/** A message as the citizen sees it. */
export interface Reply {
  at: number
  text: string
  buttons: string[]
}

interface Chat {
  last: Reply | undefined
  waiting: ((reply: Reply) => void) | undefined
}

/**
 * A Bot API that costs next to nothing: takes any call in JSON, remembers the last message of each chat, and answers
 * at once.
 */
export class Stub {
  readonly #chats = new Map<number, Chat>()
  readonly #server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(this.#call(request.url ?? '', Buffer.concat(parts).toString('utf8')))
    })
  })

  async start(): Promise<string> {
    this.#server.keepAliveTimeout = 60_000
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** The next message that comes to this chat; ask before what brings it about. */
  next(chat: number): Promise<Reply> {
    return new Promise(resolve => {
      this.#chat(chat).waiting = resolve
    })
  }

  last = (chat: number): Reply | undefined => this.#chat(chat).last
  forget = (): void => this.#chats.clear()

  #chat(id: number): Chat {
    const found = this.#chats.get(id) ?? { last: undefined, waiting: undefined }
    this.#chats.set(id, found)
    return found
  }

  #call(url: string, body: string): string {
    if (!url.endsWith('/sendMessage')) return '{"ok":true,"result":true}'
    const { chat_id, text, reply_markup } = JSON.parse(body)
    const rows: Button[][] = reply_markup?.inline_keyboard ?? []
    const chat = this.#chat(Number(chat_id))
    chat.last = { at: performance.now(), text, buttons: rows.flat().flatMap(({ callback_data: data }) => data ?? []) }
    chat.waiting?.(chat.last)
    const result = { message_id: 1, date: 1, chat: { id: Number(chat_id), type: 'private', first_name: 'Айгүл' }, text }
    return JSON.stringify({ ok: true, result })
  }
}
