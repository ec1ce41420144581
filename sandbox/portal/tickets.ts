import { randomBytes } from 'node:crypto'
import { type Clock, type Instant, plus } from '../../flows/values/time.ts'

/** Things known by an unguessable name for a while: authorization requests, codes, sessions. */
export interface Tickets<T> {
  issue(value: T): string
  find(ticket: string): T | undefined
  /** Gives it once. */
  take(ticket: string): T | undefined
}

export function createTickets<T>(clock: Clock, lifetimeMs: number): Tickets<T> {
  const kept = new Map<string, { value: T; until: Instant }>()
  const find = (ticket: string): T | undefined => {
    const found = kept.get(ticket)
    return found && clock.now() < found.until ? found.value : undefined
  }
  return {
    issue(value) {
      const ticket = randomBytes(32).toString('base64url')
      kept.set(ticket, { value, until: plus(clock.now(), lifetimeMs) })
      return ticket
    },
    find,
    take(ticket) {
      const value = find(ticket)
      kept.delete(ticket)
      return value
    },
  }
}
