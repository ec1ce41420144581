import { type Clock, plus } from '../../../flows/values/time.ts'
import type { Database } from '../../database/port.ts'
import type { Ended, Leased, Performer } from '../../effects/port.ts'
import type { CaseKey, Keys } from '../../keys/port.ts'
import type { Channel, Outgoing } from '../port.ts'

/** How a call to a channel ended. `unknown`: it may have arrived; it is sent again and counted. */
export type SendResult = 'done' | 'unknown' | { retryAfterMs: number } | { failed: string }
export type Sender = (address: string, outgoing: Outgoing) => Promise<SendResult>

interface Sending {
  log: { error(about: object, message: string): void }
  database: Database
  keys: Keys
  clock: Clock
  senders: Partial<Record<Channel, Sender>>
}

async function keyOf({ database, keys }: Sending, { application, sealedUnder }: Leased): Promise<CaseKey | undefined> {
  if (sealedUnder) return sealedUnder
  if (application === null) return keys.own('outgoing')
  const [row] = await database.query<{ key: Uint8Array | null }>('select key from application where id = $1', [
    application,
  ])
  return row?.key ? keys.unwrap(row.key) : undefined
}

const unreachable = (database: Database, channel: string, address: string) =>
  database.query('update session set unreachable = true, revision = revision + 1 where channel = $1 and address = $2', [
    channel,
    address,
  ])

function ended(result: Exclude<SendResult, { failed: string }>, clock: Clock): Ended {
  if (result === 'done') return { outcome: 'done' }
  if (result === 'unknown') return { outcome: 'again', at: plus(clock.now(), 1000), unknown: true }
  return { outcome: 'again', at: plus(clock.now(), result.retryAfterMs) }
}

const channelOf = (queue: string) => queue.slice(0, queue.indexOf(':')) as Channel
const addressOf = (queue: string) => queue.slice(queue.indexOf(':') + 1)

async function sendOnce(sending: Sending, effect: Leased): Promise<Ended> {
  const { database, clock, senders } = sending
  const key = await keyOf(sending, effect)
  if (!key || !effect.payload) return { outcome: 'failed', error: 'erased' }
  const outgoing = JSON.parse(new TextDecoder().decode(key.open(effect.payload, effect.key))) as Outgoing
  const [channel, address] = [channelOf(effect.queue), addressOf(effect.queue)]
  const sender = senders[channel]
  if (!sender) return { outcome: 'failed', error: 'no such channel' }
  const result = await sender(address, outgoing)
  if (typeof result === 'string' || !('failed' in result)) return ended(result, clock)
  if (result.failed === 'unreachable') await unreachable(database, channel, address)
  return { outcome: 'failed', error: result.failed }
}

/** A message that cannot even be tried is given up after so many attempts: those behind it in its chat would wait for ever. */
const mostTries = 20

/** Sends one call of a channel, in the order of its chat. A chat that cannot be reached is marked so and not tried again. */
export function send(sending: Sending): Performer {
  return async effect => {
    try {
      return await sendOnce(sending, effect)
    } catch (fault) {
      if (effect.tries < mostTries) throw fault
      sending.log.error({ err: fault, effect: effect.id }, 'a message is given up')
      return { outcome: 'failed', error: fault instanceof Error ? fault.name : typeof fault }
    }
  }
}
