import { createHash, randomInt } from 'node:crypto'
import { type Clock, dateInAlmaty, type Instant } from '../../flows/values/time.ts'
import type { TestPerson } from '../people/person.ts'

/** Grounds of refusal: ids that travel on the wire, each with its text. */
export const grounds = ['unreliable-documents', 'requirements-not-met'] as const
export type Ground = (typeof grounds)[number]

export interface Received {
  requestId: string
  service: string
  track: string
  iin: string
  request: Uint8Array
  signature: Uint8Array
  documents: readonly { name: string; type: string; bytes: Uint8Array }[]
}
export type Decided = { at: Instant } & (
  | { outcome: 'approve' }
  | { outcome: 'refuse'; ground: Ground; explanation: string }
)
export interface Application extends Received {
  id: string
  number: string
  at: Instant
  decided?: Decided
}
export type Verdict = { outcome: 'approve' } | { outcome: 'refuse'; ground: Ground; explanation: string }

export interface Applications {
  /** Idempotent by `requestId`. */
  register(received: Received): Application
  list(): readonly Application[]
  findByNumber(number: string): Application | undefined
  /** Undefined when there is no such application; the first decision stays. */
  decide(id: string, verdict: Verdict): Application | undefined
  /** Made once for each document of an application. */
  sign(application: Application, document: Uint8Array): Promise<Uint8Array>
}

interface ProviderSandbox {
  clock: Clock
  people: readonly TestPerson[]
  /** The authorised person's detached CMS over the document. */
  signResult(document: Uint8Array): Promise<Uint8Array>
}

export function createApplications({ clock, people, signResult }: ProviderSandbox): Applications {
  const applications = new Map<string, Application>()
  const signatures = new Map<string, Uint8Array>()
  // A restart forgets the applications, so it must not give their numbers again.
  const begun = randomInt(1, 900) * 1000
  const decide = (application: Application, verdict: Verdict) => {
    application.decided ??= { ...verdict, at: clock.now() }
    return application
  }
  return {
    register(received) {
      const known = applications.get(received.requestId)
      if (known) return known
      const at = clock.now()
      const order = begun + applications.size + 1
      const application: Application = { ...received, id: String(order), number: registrationNumber(at, order), at }
      applications.set(received.requestId, application)
      const verdict = atOnce(received, people)
      return verdict ? decide(application, verdict) : application
    },
    list: () => [...applications.values()],
    findByNumber: number => [...applications.values()].find(application => application.number === number),
    decide(id, verdict) {
      const application = [...applications.values()].find(candidate => candidate.id === id)
      return application && decide(application, verdict)
    },
    async sign({ number }, document) {
      const key = `${number} ${createHash('sha256').update(document).digest('hex')}`
      const signature = signatures.get(key) ?? (await signResult(document))
      signatures.set(key, signature)
      return signature
    },
  }
}

const registrationNumber = (at: Instant, order: number): string =>
  `ЭҮАШ-${dateInAlmaty(at).slice(0, 4)}-${String(order).padStart(6, '0')}`

/** On the five-minute track nobody reads the application: the data decide. On the other a person does. */
function atOnce({ track, iin }: Received, people: readonly TestPerson[]): Verdict | undefined {
  if (track !== 'automatic') return undefined
  const behaviour = people.find(person => person.iin === iin)?.provider
  if (behaviour === 'approves') return { outcome: 'approve' }
  return behaviour === 'refuses' ? { outcome: 'refuse', ground: 'unreliable-documents', explanation: '' } : undefined
}
