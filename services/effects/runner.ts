import { type Clock, plus } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Wakeups } from '../wakeups/port.ts'
import { createFinisher } from './finisher.ts'
import type { Effects, Ended, Leased, Performer } from './port.ts'
import { type EffectRow, leasedOf } from './row.ts'

export interface RunnerDependencies {
  database: Database
  clock: Clock
  performers: Record<string, Performer>
  wakeups: Wakeups
  log: { error(about: object, message: string): void }
  /** How often to look without having been woken. */
  pollMs?: number
  leaseSeconds?: number
  /** Effects under way at once. */
  most?: number
}

const bell = 'effects'
const growing = (tries: number) => Math.min(600_000, 1000 * 2 ** Math.min(tries, 10))

interface Running {
  underWay: number
  stopped: boolean
  awake: boolean
  /** Called whenever something ended. */
  changed: () => void
}

/** An effect of a kind that nobody carries out: a mistake in the composition, seen at its first use. */
export class NoPerformer extends Error {
  override readonly name = 'NoPerformer'
}

async function perform({ performers, clock, log }: RunnerDependencies, effect: Leased): Promise<Ended> {
  try {
    const performer = performers[effect.kind]
    if (!performer) throw new NoPerformer(effect.kind)
    return await performer(effect)
  } catch (fault) {
    log.error({ err: fault, effect: effect.kind, tries: effect.tries }, 'an effect failed and will be tried again')
    const error = fault instanceof Error ? fault.name : typeof fault
    return { outcome: 'again', at: plus(clock.now(), growing(effect.tries)), error }
  }
}

function byQueue(leased: readonly Leased[]): Leased[][] {
  return [...Map.groupBy(leased, ({ queue }) => queue).values()]
}

/**
 * Carries out effects: in order within a queue, side by side across queues, each under a lease. Any number of these may
 * run on one database.
 */
export function createEffects(dependencies: RunnerDependencies): Effects {
  const { database, clock, wakeups, log, pollMs = 500, leaseSeconds = 30, most = 64 } = dependencies
  const running: Running = { underWay: 0, stopped: true, awake: false, changed: () => {} }
  const finisher = createFinisher(database, clock, leaseSeconds, take, fault =>
    log.error({ err: fault }, 'ends of effects were not written'),
  )
  let timer: NodeJS.Timeout | undefined
  let unlisten: (() => Promise<void>) | undefined
  let looking: Promise<number> | undefined
  let reclaimed = 0

  /** One queue in order; what comes after an effect that has to be repeated waits for it. */
  async function runQueue(queue: readonly Leased[]): Promise<void> {
    let blocked: Ended | undefined
    for (const effect of queue) {
      const ended = blocked ?? (await perform(dependencies, effect))
      finisher.finish(effect, ended)
      if (ended.outcome === 'again') blocked = { outcome: 'again', at: clock.now() }
    }
  }

  function take(leased: readonly Leased[]): void {
    for (const queue of byQueue(leased)) {
      running.underWay += 1
      void runQueue(queue).finally(() => {
        running.underWay -= 1
        running.changed()
      })
    }
  }

  async function claim(): Promise<number> {
    const room = most - running.underWay
    if (room <= 0) return 0
    const rows = await database.query<EffectRow>('select * from claim_effects($1, $2, $3::interval)', [
      clock.now(),
      room,
      `${leaseSeconds} seconds`,
    ])
    take(rows.map(leasedOf))
    return rows.length
  }

  /** Leases that ran out go back; what was taken in two days ago is forgotten. */
  async function tidy(): Promise<void> {
    if (Date.parse(clock.now()) - reclaimed < 5000) return
    reclaimed = Date.parse(clock.now())
    await database.query('select reclaim_effects()')
    await database.query("delete from received where at < now() - interval '2 days'")
  }

  async function look(): Promise<number> {
    running.awake = false
    try {
      await tidy()
      return await claim()
    } catch (fault) {
      log.error({ err: fault }, 'effects could not be claimed')
      return 0
    } finally {
      looking = undefined
      if (running.awake) nudge()
    }
  }

  function nudge(): void {
    running.awake = true
    if (running.stopped || looking) return
    looking = look()
  }

  return {
    take,
    wake: nudge,
    start() {
      running.stopped = false
      timer = setInterval(nudge, pollMs)
      void wakeups.on(bell, nudge).then(stop => {
        unlisten = stop
      })
      nudge()
    },
    async stop() {
      running.stopped = true
      clearInterval(timer)
      await unlisten?.()
      await looking
      await quiet()
    },
    async settled() {
      while ((await claim()) > 0 || running.underWay > 0 || !finisher.idle()) await quiet()
    },
  }

  async function quiet(): Promise<void> {
    while (running.underWay > 0 || !finisher.idle()) {
      await new Promise<void>(resolve => {
        running.changed = resolve
        setTimeout(resolve, 5)
      })
    }
  }
}
