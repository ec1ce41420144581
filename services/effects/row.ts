import type { Leased } from './port.ts'

/** A row of the table `effect`, as claim_effects and finish_effects give it. */
export interface EffectRow {
  id: number
  queue: string
  kind: string
  application: string | null
  key: string
  payload: Uint8Array | null
  token: number | null
  tries: number
  unknown: number
}

export function leasedOf({ id, token, queue, kind, application, key, payload, tries, unknown }: EffectRow): Leased {
  if (token === null) throw new TypeError('a leased effect has a token')
  return { id, token, queue, kind, application, key, payload, tries, unknown }
}
