import { type Clock, type Instant, minutes } from '../../flows/values/time.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import type { Pages } from '../pages/pages.ts'
import type { TestPerson } from '../people/person.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import { createSigningKey, type SigningKey } from './signing-key.ts'
import { createTickets, type Tickets } from './tickets.ts'

export interface PortalSandbox {
  clock: Clock
  baseUrl: string
  clientId: string
  clientSecret: string
  people: readonly TestPerson[]
  outgoing: Outgoing
  pages: Pages
}

/** What an application asked for when it sent the browser here. */
export interface AuthorizationRequest {
  redirectUri: string
  state: string
  nonce: string | undefined
  codeChallenge: string
  /** How the last try ended; what the application is told when the person goes back. */
  ended: 'cancelled' | 'refused' | 'locked'
}
/** Somebody who signed in. */
export interface SignedIn {
  person: TestPerson
  registeredAt: Instant
  at: Instant
}

export interface Portal extends PortalSandbox {
  issuer: string
  key: SigningKey
  accounts: Accounts
  requests: Tickets<AuthorizationRequest>
  codes: Tickets<{ request: AuthorizationRequest; who: SignedIn }>
  sessions: Tickets<SignedIn>
}

export const createPortal = (deps: PortalSandbox): Portal => ({
  ...deps,
  issuer: `${deps.baseUrl}/sandbox/portal`,
  key: createSigningKey(),
  accounts: createAccounts(deps.people, deps.clock),
  requests: createTickets(deps.clock, minutes(30)),
  codes: createTickets(deps.clock, minutes(1)),
  sessions: createTickets(deps.clock, minutes(30)),
})
