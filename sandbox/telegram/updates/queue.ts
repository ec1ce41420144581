import { randomInt } from 'node:crypto'
import type { Update } from '@grammyjs/types'
import { Signal } from '../signal.ts'

export type UpdateKind = 'message' | 'edited_message' | 'callback_query' | 'my_chat_member'
export type UpdateContent = Pick<Update, UpdateKind>

/** An update that its bot has not confirmed yet. */
export interface Pending {
  readonly update: Update
  readonly room: number
  /** Sent again on purpose with an old id: not confirmed away before it was delivered once. */
  readonly again: boolean
  delivered: boolean
}

/** Update ids are integers of 32 bits with a sign; a queue that begins at random leaves room for many. */
const lastFirstId = 2 ** 30

/** One bot's updates in order, kept until confirmed, whichever way they are fetched. */
export class UpdateQueue {
  readonly changed = new Signal()
  /** The kinds that the bot asked for; undefined means its default, which has all of ours. */
  allowed: ReadonlySet<string> | undefined
  pending: Pending[] = []
  /** Begins anywhere, as Telegram's do after a quiet week: a restarted stand-in must not repeat the ids of the last one. */
  #lastId = randomInt(lastFirstId)
  #lastByRoom = new Map<number, Update>()

  /** Undefined when the bot did not ask for this kind. */
  push(room: number, content: UpdateContent, copies = 1): Update | undefined {
    const kind = Object.keys(content)[0] ?? ''
    if (this.allowed && !this.allowed.has(kind)) return undefined
    const update: Update = { update_id: ++this.#lastId, ...content }
    this.#lastByRoom.set(room, update)
    for (let copy = 0; copy < copies; copy++) this.#add(room, update, copy > 0)
    return update
  }

  /** Delivers an update again under the same id: the room's last one, or a given one that is still known. */
  again(room: number, updateId?: number): Update | undefined {
    const last = this.#lastByRoom.get(room)
    const known = this.pending.find(item => item.update.update_id === updateId)?.update
    const update = updateId === undefined || last?.update_id === updateId ? last : known
    if (update) this.#add(room, update, true)
    return update
  }

  #add(room: number, update: Update, again: boolean): void {
    this.pending.push({ update, room, again, delivered: false })
    this.changed.notify()
  }

  /** Forgets what lies before the offset; a negative offset keeps that many from the end. */
  confirm(offset: number): void {
    if (offset < 0) this.pending = this.pending.slice(offset)
    else this.pending = this.pending.filter(item => item.update.update_id >= offset || (item.again && !item.delivered))
  }

  remove(item: Pending): void {
    const index = this.pending.indexOf(item)
    if (index >= 0) this.pending.splice(index, 1)
  }

  clear(): void {
    this.pending = []
  }
}
