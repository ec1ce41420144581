import * as z from 'zod'
import { tooManyRequests } from './wire/failure.ts'

/** Telegram tells no exact figures; these are the ones its FAQ names, with the short bursts that it lets through. */
export const limitShape = z.strictObject({
  on: z.boolean(),
  perSecond: z.number().positive().default(30),
  chatPerSecond: z.number().positive().default(1),
  chatBurst: z.number().positive().default(5),
})

export type Limits = z.infer<typeof limitShape>

/** How much may pass now; refills in real time, which no test clock moves. */
interface Bucket {
  level: number
  at: number
}

const limited = /^(send(?!chataction)|copy|forward|editmessage)/i

export class RateLimits {
  #limits: Limits = limitShape.parse({ on: false })
  #all: Bucket | undefined
  #chats = new Map<number, Bucket>()

  set(limits: Limits): void {
    this.#limits = limits
    this.#all = undefined
    this.#chats.clear()
  }

  get(): Limits {
    return this.#limits
  }

  /** Errors: 429 with the seconds until the next call would pass. */
  spend(method: string, chat: number): void {
    const { on, perSecond, chatPerSecond, chatBurst } = this.#limits
    if (!on || !limited.test(method)) return
    const now = performance.now() / 1000
    const all = refill(this.#all, perSecond, perSecond, now)
    const own = refill(this.#chats.get(chat), chatPerSecond, chatBurst, now)
    this.#all = all
    this.#chats.set(chat, own)
    const wait = Math.max((1 - all.level) / perSecond, (1 - own.level) / chatPerSecond)
    if (wait > 0.001) throw tooManyRequests(Math.ceil(wait))
    all.level--
    own.level--
  }
}

const refill = (bucket: Bucket | undefined, rate: number, size: number, now: number): Bucket => ({
  level: bucket ? Math.min(size, bucket.level + (now - bucket.at) * rate) : size,
  at: now,
})
