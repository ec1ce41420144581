import * as z from 'zod'

/**
 * What should go wrong. `method` is a Bot API method, `*` for any, or `update` for deliveries to the bot.
 * `drop: 'after'` (or true) hangs up once the call took effect, `'before'` instead of it.
 */
export const faultShape = z.strictObject({
  method: z.string().min(1),
  times: z.number().int().positive().default(1),
  status: z.number().int().min(400).max(599).optional(),
  description: z.string().optional(),
  retryAfter: z.number().int().positive().optional(),
  drop: z.union([z.boolean(), z.enum(['before', 'after'])]).optional(),
  delayMs: z.number().int().nonnegative().optional(),
  /** Only calls that name this chat. */
  chat: z.number().int().optional(),
  /** For `update`: how many times each is delivered. */
  copies: z.number().int().min(2).max(10).default(2),
})

export type Fault = z.infer<typeof faultShape>

export class Faults {
  #planned: Fault[] = []

  plan(fault: Fault): void {
    this.#planned.push({ ...fault })
  }

  /** The fault that this call meets, used up once; the earliest planned comes first. */
  take(method: string, chat?: number): Fault | undefined {
    if (this.#planned.length === 0) return undefined
    const fault = this.#planned.find(planned => matches(planned, method) && (planned.chat ?? chat) === chat)
    if (fault && --fault.times === 0) this.#planned = this.#planned.filter(planned => planned !== fault)
    return fault
  }

  list(): readonly Fault[] {
    return this.#planned
  }

  clear(): void {
    this.#planned = []
  }
}

const matches = ({ method }: Fault, called: string) =>
  method.toLowerCase() === called.toLowerCase() || (method === '*' && called !== 'update')
