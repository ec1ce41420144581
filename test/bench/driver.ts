import type { Contestant, Name } from './contestant.ts'
import { answerEnding, service, typedAt } from './dialog.ts'
import type { Reply, Stub } from './stub.ts'

let updateId = 1

const person = (chat: number) => ({ id: chat, is_bot: false, first_name: 'Айгүл', language_code: 'ru' })
const room = (chat: number) => ({ id: chat, type: 'private', first_name: 'Айгүл' })

function typedUpdate(chat: number, text: string) {
  const entities = text.startsWith('/') ? { entities: [{ type: 'bot_command', offset: 0, length: text.length }] } : {}
  const message = { message_id: updateId, date: 1_700_000_000, chat: room(chat), from: person(chat), text, ...entities }
  return { update_id: updateId++, message }
}

function pressedUpdate(chat: number, data: string, text: string) {
  const message = { message_id: 1, date: 1_700_000_000, chat: room(chat), text }
  const callback_query = { id: String(updateId), from: person(chat), chat_instance: '1', message, data }
  return { update_id: updateId++, callback_query }
}

/** The dialog went another way than it should: nothing measured after this would mean anything. */
class WrongTurn extends Error {}

export interface Talk {
  contestant: Contestant
  stub: Stub
  /** Milliseconds from each delivery to the message that answers it. */
  latencies: number[]
}

/** Delivers, and waits for the answer in the chat as well as for the acknowledgement. */
async function exchange({ contestant, stub, latencies }: Talk, chat: number, update: object): Promise<Reply> {
  const reply = stub.next(chat)
  const sent = performance.now()
  await contestant.deliver(update)
  const { at, ...rest } = await reply
  latencies.push(at - sent)
  return { at, ...rest }
}

/** Commands, data of buttons, or the end of the data of a button that is shown. */
const beginnings: Record<Name, readonly string[]> = {
  tereze: ['language:ru', `begin:${service}`, '.a'],
  telegraf: ['/start'],
  'grammY conversations': ['/start'],
}

const asksName = ({ text }: Reply) => text.includes('фамилию, имя и отчество ребёнка')

/** Brings a chat to the first question. */
export async function begin(talk: Talk, name: Name, chat: number): Promise<void> {
  for (const move of beginnings[name]) {
    const shown = talk.stub.last(chat)?.buttons.find(data => data.endsWith(move))
    await exchange(talk, chat, move.startsWith('/') ? typedUpdate(chat, move) : pressedUpdate(chat, shown ?? move, ''))
  }
  // Ours answers "checking…" first, and asks once the register has answered.
  while (!asksName(talk.stub.last(chat) ?? { at: 0, text: '', buttons: [] })) await talk.stub.next(chat)
}

function updateAt({ stub }: Talk, chat: number, position: number): object {
  const text = typedAt(position, chat + position)
  if (text !== undefined) return typedUpdate(chat, text)
  const shown = stub.last(chat)
  const data = shown?.buttons.find(button => button.endsWith(answerEnding))
  if (!data) throw new WrongTurn(`no answer to press at ${position}: ${shown?.text}`)
  return pressedUpdate(chat, data, shown?.text ?? '')
}

/** One chat answers the questions from one position to another, each as soon as it stands there. */
async function answer(talk: Talk, chat: number, from: number, to: number): Promise<void> {
  for (let position = from; position <= to; position++) {
    await exchange(talk, chat, updateAt(talk, chat, position))
  }
}

/** All chats, so many at once. */
export async function inParallel(
  chats: readonly number[],
  most: number,
  work: (chat: number) => Promise<void>,
): Promise<void> {
  const waiting = [...chats]
  const worker = async () => {
    for (let chat = waiting.shift(); chat !== undefined; chat = waiting.shift()) await work(chat)
  }
  await Promise.all(Array.from({ length: most }, worker))
}

export const answerAll = (talk: Talk, chats: readonly number[], most: number, from: number, to: number) =>
  inParallel(chats, most, chat => answer(talk, chat, from, to))
