import type { View } from '../../flows/reception/view.ts'
import type { Clock } from '../../flows/values/time.ts'
import type { Database } from '../database/port.ts'
import type { Keys } from '../keys/port.ts'
import { commit } from './commit.ts'
import type { Channel, Face, Incoming } from './port.ts'

export interface Parking {
  database: Database
  keys: Keys
  clock: Clock
  faces: Partial<Record<Channel, Face>>
}

/** The class of a fault and of what caused it: enough to find it, without a value of anybody's. */
const nameOf = (fault: unknown): string =>
  fault instanceof Error
    ? [fault.name, fault.cause === undefined ? '' : nameOf(fault.cause)].filter(Boolean).join(' < ')
    : typeof fault

/**
 * Keeps an input whose turn failed and tells the citizen that it is kept. Acknowledged afterwards: nobody behind it waits.
 * Idempotent by the input's id. Errors: `DatabaseError`.
 */
export async function park(
  { database, keys, clock, faces }: Parking,
  incoming: Incoming,
  fault: unknown,
): Promise<void> {
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
  const view: View = {
    language: row?.language === 'ru' ? 'ru' : 'kk',
    says: [{ kind: 'note', key: 'parked' }],
    screen: { kind: 'nothing' },
  }
  const outgoing = [
    ...(incoming.aside?.(view, { conceal: false, stale: false }) ?? []),
    ...(faces[address.channel]?.render(view, address, 'reply') ?? []),
  ]
  const sends = outgoing.map((one, i) => ({ address, key: `${id}:${i}`, outgoing: one }))
  await commit(database, { received: id, now: clock.now(), sends }, keys.own('outgoing'))
}
