import { type Clock, plus } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Wakeups } from '../wakeups/port.ts'
import { createFinisher, type Finisher } from './finisher.ts'
import type { Effects, Ended, Leased, Performer, Unwritten } from './port.ts'
import { type EffectRow, leasedOf } from './row.ts'
import { tidy } from './tidy.ts'

export interface RunnerOptions {
  database: Database
  clock: Clock
  performers: Readonly<Record<string, Performer>>
  wakeups: Wakeups
  log: { error(about: object, message: string): void }
  /** How often to look without having been woken. */
  pollMs?: number
  leaseSeconds?: number
  /** Effects under way at once. */
  most?: number
  /** Takes back leases that ran out as well; default true. */
  tidies?: boolean
}

/** An effect of a kind that nobody carries out: a mistake in the composition, seen at its first use. */
export class NoPerformer extends Error {
  override readonly name = 'NoPerformer'
}

const bell = 'effects'
const tidyMs = 5000

/** Pauses after a fault of ours: 2, 4, 8 … seconds, at most ten minutes. */
const growing = (tries: number) => Math.min(600_000, 1000 * 2 ** Math.min(tries, 10))

/**
 * Carries out effects: in order within a queue, side by side across queues, each under a lease. Any number of these may
 * run on one database.
 */
export class EffectRunner implements Effects {
  readonly #options: Required<RunnerOptions>
  readonly #finisher: Finisher
  readonly #lease: string
  #underWay = 0
  #running = false
  #again = false
  /** The last look found more than there was room for. */
  #more = false
  /** Woken while ends were on their way: what came behind them could not be leased yet, and they did not see it. */
  #lookOnceWritten = false
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #listening: Promise<(() => Promise<void>) | undefined> | undefined
  #tidiedAt = 0
  #changed = Promise.withResolvers<void>()

  constructor(options: RunnerOptions) {
    this.#options = { pollMs: 500, leaseSeconds: 30, most: 64, tidies: true, ...options }
    const { database, clock, leaseSeconds, log } = this.#options
    this.#lease = `${leaseSeconds} seconds`
    this.#finisher = createFinisher(database, clock, this.#lease, {
      next: leased => this.take(leased),
      written: () => this.#written(),
      failed: fault => log.error({ err: fault }, 'ends of effects were not written'),
    })
  }

  take(leased: readonly Leased[]): void {
    for (const queue of Map.groupBy(leased, ({ queue }) => queue).values()) {
      this.#underWay += 1
      void this.#runQueue(queue).finally(() => {
        this.#underWay -= 1
        this.#change()
        if (this.#more) this.wake()
      })
    }
  }

  handOver(queue: string): readonly Unwritten[] {
    return this.#finisher.handOver(queue)
  }

  giveBack(ended: readonly Unwritten[]): void {
    this.#finisher.giveBack(ended)
  }

  wake(): void {
    this.#lookOnceWritten ||= !this.#finisher.idle()
    if (!this.#running) return void this.#ring()
    this.#again = true
    if (this.#looking) return
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined
      this.#change()
      if (this.#again) this.wake()
    })
  }

  start(): void {
    this.#running = true
    this.#timer = setInterval(() => this.wake(), this.#options.pollMs)
    this.#listening = this.#options.wakeups.on(bell, () => this.#running && this.wake()).catch(this.#unheard)
    this.wake()
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#again = false
    clearInterval(this.#timer)
    const unlisten = await this.#listening
    await unlisten?.()
    while (this.#busy()) await this.#changed.promise
  }

  async settled(): Promise<void> {
    while ((await this.#claim()) > 0 || this.#busy()) if (this.#busy()) await this.#changed.promise
  }

  #ring(): void {
    this.#options.wakeups.ring(bell).catch(this.#unheard)
  }

  /** Nothing is lost: whoever listens also looks. */
  readonly #unheard = (fault: unknown) => {
    this.#options.log.error({ err: fault }, 'a wake-up was not heard')
    return undefined
  }

  #busy(): boolean {
    return this.#underWay > 0 || this.#looking !== undefined || !this.#finisher.idle()
  }

  #written(): void {
    this.#change()
    if (!this.#lookOnceWritten) return
    this.#lookOnceWritten = false
    this.wake()
  }

  #change(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers<void>()
  }

  /** One queue in order; what comes after an effect that has to be repeated goes back untried. */
  async #runQueue(queue: readonly Leased[]): Promise<void> {
    let blocked = false
    for (const effect of queue) {
      const ended: Ended = blocked ? { outcome: 'again', at: this.#options.clock.now() } : await this.#perform(effect)
      blocked ||= ended.outcome === 'again'
      this.#finisher.finish(effect, ended)
    }
  }

  async #perform(effect: Leased): Promise<Ended> {
    const { performers, clock, log } = this.#options
    try {
      const performer = performers[effect.kind]
      if (!performer) throw new NoPerformer(effect.kind)
      return await performer(effect)
    } catch (fault) {
      log.error({ err: fault, effect: effect.kind, tries: effect.tries }, 'an effect failed and will be tried again')
      return {
        outcome: 'again',
        at: plus(clock.now(), growing(effect.tries)),
        error: fault instanceof Error ? fault.name : typeof fault,
      }
    }
  }

  async #claim(): Promise<number> {
    const { database, clock, most } = this.#options
    const room = most - this.#underWay
    if (room <= 0) return 0
    const rows = await database.query<EffectRow>('select * from claim_effects($1, $2, $3::interval)', [
      clock.now(),
      room,
      this.#lease,
    ])
    this.#more = rows.length === room
    this.take(rows.map(leasedOf))
    return rows.length
  }

  async #look(): Promise<void> {
    this.#again = false
    try {
      await this.#tidy()
      await this.#claim()
    } catch (fault) {
      this.#options.log.error({ err: fault }, 'effects could not be claimed')
    }
  }

  async #tidy(): Promise<void> {
    const { database, clock, tidies } = this.#options
    const now = Date.parse(clock.now())
    if (!tidies || Math.abs(now - this.#tidiedAt) < tidyMs) return
    this.#tidiedAt = now
    await tidy(database)
  }
}
