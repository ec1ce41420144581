import { type Clock, type Instant, minutes, plus } from '../../flows/values/time.ts'
import { sameSecret } from '../pages/secret.ts'
import type { TestPerson } from '../people/person.ts'

const triesAllowed = 5
const lockedFor = minutes(15)

interface Account {
  person: TestPerson
  password: string
  registeredAt: Instant
}
export type SignIn =
  | { outcome: 'signed-in'; person: TestPerson; registeredAt: Instant }
  | { outcome: 'refused'; triesLeft: number }
  | { outcome: 'locked' }

/** Who may sign in on the portal with IIN and password (G-40 … G-43). */
export interface Accounts {
  /** The answer is the same for a wrong password and for a number that has no account. */
  signIn(iin: string, password: string): SignIn
  /** A new account, or a new password; a lock stays. False when no test person has this number. */
  register(iin: string, password: string): boolean
}

export function createAccounts(people: readonly TestPerson[], clock: Clock): Accounts {
  const accounts = new Map(
    people.filter(person => person.registered).map(person => [person.iin as string, initial(person)]),
  )
  const locks = createLocks(clock)
  return {
    signIn(iin, password) {
      if (locks.isLocked(iin)) return { outcome: 'locked' }
      const account = accounts.get(iin)
      if (!account || !sameSecret(password, account.password)) return refused(locks.fail(iin))
      locks.clear(iin)
      return { outcome: 'signed-in', person: account.person, registeredAt: account.registeredAt }
    },
    register(iin, password) {
      const person = people.find(candidate => candidate.iin === iin)
      if (!person) return false
      accounts.set(iin, { person, password, registeredAt: accounts.get(iin)?.registeredAt ?? clock.now() })
      return true
    },
  }
}

const initial = (person: TestPerson): Account => ({
  person,
  password: person.passwordWorks ? person.password : `${person.password}-changed`,
  registeredAt: '2024-01-15T05:00:00.000Z' as Instant,
})

const refused = (triesLeft: number): SignIn =>
  triesLeft > 0 ? { outcome: 'refused', triesLeft } : { outcome: 'locked' }

/** Wrong tries in a row, by number; the last one allowed locks it for a while. */
function createLocks(clock: Clock) {
  const failures = new Map<string, { count: number; until?: Instant }>()
  return {
    isLocked(iin: string): boolean {
      const until = failures.get(iin)?.until
      if (until === undefined) return false
      if (clock.now() < until) return true
      failures.delete(iin)
      return false
    },
    fail(iin: string): number {
      const count = (failures.get(iin)?.count ?? 0) + 1
      failures.set(iin, { count, ...(count >= triesAllowed && { until: plus(clock.now(), lockedFor) }) })
      return triesAllowed - count
    },
    clear: (iin: string) => failures.delete(iin),
  }
}
