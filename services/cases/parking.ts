import type { View } from '../../flows/reception/view.ts'
import type { Language } from '../../flows/values/language.ts'
import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Keys } from '../keys/port.ts'
import { commit } from './commit.ts'
import type { Channel, Face, Incoming, Outgoing } from './port.ts'

export interface Parking {
  database: Database
  keys: Keys
  clock: Clock
  faces: Partial<Record<Channel, Face>>
  log: { error(about: object, message: string): void }
}

/** The class of a fault and of what caused it: enough to find it, without a value of anybody's. */
const nameOf = (fault: unknown): string =>
  fault instanceof Error
    ? [fault.name, fault.cause === undefined ? '' : nameOf(fault.cause)].filter(Boolean).join(' < ')
    : typeof fault

/**
 * Tells that it is kept. A text is taken out of sight: what it is was not established. A face that fails at this too
 * leaves the citizen without a word, but holds up nobody.
 */
function notice({ faces, log }: Parking, incoming: Incoming, language: Language): Outgoing[] {
  const { id, address, event, aside } = incoming
  const view: View = { language, says: [{ kind: 'note', key: 'parked' }], screen: { kind: 'nothing' } }
  try {
    return [
      ...(aside?.(view, { conceal: event.kind === 'text', stale: false }) ?? []),
      ...(faces[address.channel]?.render(view, address, 'reply') ?? []),
    ]
  } catch (fault) {
    log.error({ err: fault, input: id }, 'nobody was told that an input is parked')
    return []
  }
}

/**
 * Keeps an input whose turn failed and tells the citizen that it is kept. Acknowledged afterwards: nobody behind it waits.
 * Idempotent by the input's id. Errors: `DatabaseError`.
 */
export async function park(parking: Parking, incoming: Incoming, fault: unknown): Promise<void> {
  const { database, keys, clock } = parking
  const { id, address, event } = incoming
  const payload = keys.own('parked').seal(new TextEncoder().encode(JSON.stringify(event)), id)
  await database.query(
    `insert into parked (id, channel, address, payload, error, at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
    [id, address.channel, address.id, payload, nameOf(fault), clock.now()],
  )
  const [row] = await database.query<{ language: string | null }>(
    'select language from session where channel = $1 and address = $2',
    [address.channel, address.id],
  )
  const outgoing = notice(parking, incoming, row?.language === 'ru' ? 'ru' : 'kk')
  const sends = outgoing.map((one, i) => ({ address, key: `${id}:${i}`, outgoing: one }))
  await commit(database, { received: id, now: clock.now(), sends }, keys.own('outgoing'))
}
