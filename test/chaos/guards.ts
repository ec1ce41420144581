/** A guard of the product, how it is taken away, and the test that must then go red. */
export interface Guard {
  name: string
  file: string
  /** Exactly as it stands in the file, once. */
  guard: string
  without: string
  test: string
}

const cases = 'services/database/migrations/010-cases.sql'

export const guards: readonly Guard[] = [
  {
    name: 'an input is taken in once',
    file: cases,
    guard: `if not found then outcome := 'duplicate'; return next; return; end if;`,
    without: '',
    test: 'services/cases/desk.test.ts',
  },
  {
    name: 'a turn on an old revision of the case is computed again',
    file: cases,
    guard: `if _found is distinct from (_case->>'revision')::integer then outcome := 'stale'; return next; return; end if;`,
    without: '',
    test: 'services/cases/desk.test.ts',
  },
  {
    name: 'a button of an old revision does nothing',
    file: 'flows/reception/reception.ts',
    guard: `if (visitor.current.revision !== action.revision) return show('question', 'stale')`,
    without: '',
    test: 'flows/reception/reception.test.ts',
  },
  {
    name: 'who signs in is who was typed',
    file: 'flows/engine/outside.ts',
    guard: 'if (progress.state.answers[step.mustMatch] !== iin)',
    without: 'if (step.mustMatch === iin)',
    test: 'flows/engine/turn.test.ts',
  },
  {
    name: 'who signs is who applied',
    file: 'services/signatures/applicant.ts',
    guard: 'return report.iin === applicant ?',
    without: 'return report.iin.length === applicant.length ?',
    test: 'services/signatures/applicant.test.ts',
  },
  {
    name: 'a revoked certificate does not pass',
    file: 'services/signatures/revocation.ts',
    guard: `if (status !== 'unknown') return status`,
    without: `if (status !== 'unknown') return 'good'`,
    test: 'services/signatures/revocation.test.ts',
  },
  {
    name: 'a revocation list that cannot be had is not "good"',
    file: 'services/signatures/revocation.ts',
    guard: `if (!crl) return 'unknown'`,
    without: `if (!crl) return 'good'`,
    test: 'services/signatures/revocation.test.ts',
  },
  {
    name: 'an input whose turn throws is parked',
    file: 'services/cases/receive.ts',
    guard: 'await park(inside, incoming, fault)',
    without: 'throw fault',
    test: 'services/cases/parking.test.ts',
  },
  {
    name: 'who lost his lease ends nothing',
    file: cases,
    guard: `where e.id = f.id and e.token = f.token and e.status = 'leased'`,
    without: `where e.id = f.id and e.status = 'leased'`,
    test: 'services/effects/runner.test.ts',
  },
  {
    name: 'a lease that ran out is recorded as unknown',
    file: cases,
    guard: 'leased_until = null, unknown = unknown + 1',
    without: 'leased_until = null, unknown = unknown',
    test: 'services/effects/runner.test.ts',
  },
  {
    name: 'nothing overtakes what came first in its queue',
    file: cases,
    guard: `and not exists (select from effect b where b.queue = e.queue and b.id < e.id and b.status in ('pending', 'leased'))`,
    without: '',
    test: 'services/effects/runner.test.ts',
  },
]
