import type { Pending, UpdateQueue } from './queue.ts'

export interface WebhookSettings {
  readonly url: string
  readonly secret: string | undefined
  readonly maxConnections: number
  /** Milliseconds before the second, third, … attempt; the last one repeats. */
  readonly pauses: readonly number[]
  /** A bot may answer an update with a method call instead of an empty body. */
  readonly onReply: (headers: Headers, body: Buffer) => Promise<void>
}

export interface WebhookFailure {
  readonly date: number
  readonly message: string
}

const patience = 60_000

/**
 * Posts a bot's updates to its address. One room's updates go one after another: the head keeps its followers waiting
 * until it got a 2xx; rooms go side by side, up to `maxConnections`.
 */
export class Webhook {
  readonly settings: WebhookSettings
  lastFailure: WebhookFailure | undefined
  readonly #queue: UpdateQueue
  readonly #now: () => number
  /** In flight, or pausing before the next attempt. */
  readonly #busy = new Set<Pending>()
  readonly #stop = new AbortController()
  #inFlight = 0

  constructor(settings: WebhookSettings, queue: UpdateQueue, now: () => number) {
    this.settings = settings
    this.#queue = queue
    this.#now = now
    void this.#run()
  }

  close(): void {
    this.#stop.abort()
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#dispatch()
      await this.#queue.changed.wait(patience, this.#stop.signal)
    }
  }

  #dispatch(): void {
    const rooms = new Set<number>()
    for (const item of this.#queue.pending) {
      if (this.#inFlight >= this.settings.maxConnections) return
      const isHead = !rooms.has(item.room)
      rooms.add(item.room)
      if (isHead && !this.#busy.has(item)) void this.#deliver(item, 0)
    }
  }

  async #deliver(item: Pending, attempt: number): Promise<void> {
    this.#busy.add(item)
    this.#inFlight++
    const failure = await this.#post(item)
    this.#inFlight--
    if (this.#stop.signal.aborted) return
    if (failure === undefined) this.#done(item)
    else this.#later(item, attempt, failure)
  }

  #done(item: Pending): void {
    this.#busy.delete(item)
    this.#queue.remove(item)
    this.#queue.changed.notify()
  }

  #later(item: Pending, attempt: number, message: string): void {
    this.lastFailure = { date: this.#now(), message }
    const pause = this.settings.pauses[Math.min(attempt, this.settings.pauses.length - 1)] ?? 0
    const retry = () => {
      if (this.#stop.signal.aborted) return
      if (this.#queue.pending.includes(item)) void this.#deliver(item, attempt + 1)
      else this.#busy.delete(item)
    }
    setTimeout(retry, pause).unref()
    this.#queue.changed.notify()
  }

  /** Undefined when the bot took it, else what getWebhookInfo will say. */
  async #post(item: Pending): Promise<string | undefined> {
    item.delivered = true
    try {
      const response = await fetch(this.settings.url, {
        method: 'POST',
        headers: this.#headers(),
        body: JSON.stringify(item.update),
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(patience), this.#stop.signal]),
      })
      const body = Buffer.from(await response.arrayBuffer())
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`
      if (body.length > 0) await this.settings.onReply(response.headers, body)
      return undefined
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'Read timeout expired' : 'Connection refused'
    }
  }

  #headers(): Record<string, string> {
    const { secret } = this.settings
    return {
      'content-type': 'application/json',
      ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
    }
  }
}
