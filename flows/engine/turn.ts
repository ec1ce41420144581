import type { Language } from '../values/language.ts'
import type { Instant } from '../values/time.ts'
import { dateInAlmaty, days, plus } from '../values/time.ts'
import type { Flow } from '../vocabulary.ts'
import { applicantActs } from './applicant.ts'
import { type CaseState, fold } from './case.ts'
import type { Entry } from './entries.ts'
import type { ApplicantInput, Effect, Input, OutsideInput, Saying } from './input.ts'
import { outsideAnswers } from './outside.ts'
import type { Moment, Progress } from './progress.ts'
import { settle } from './settle.ts'
import { editionAt } from './versions.ts'
import { withdrawStale } from './withdrawal.ts'

/** What a turn came to. Empty `entries`: nothing changed and nothing is to be saved. */
export interface Turned {
  state: CaseState
  entries: Entry[]
  effects: Effect[]
  says: Saying[]
}

const outsideKinds: Record<OutsideInput['kind'], true> = {
  identified: true,
  'identity-refused': true,
  'register-answered': true,
  'files-checked': true,
  'files-refused': true,
  'signature-accepted': true,
  'signature-refused': true,
  'signing-cancelled': true,
  registered: true,
  decided: true,
  issued: true,
  delivered: true,
  delayed: true,
  'time-came': true,
}
const isOutside = (input: Input): input is OutsideInput => input.kind in outsideKinds

/** A new case and its first entry. `at` decides which edition of the law applies; errors: `NoEdition`. */
export function begin(flow: Flow, about: { language: Language; channel: string }, at: Instant): Turned {
  const edition = editionAt(flow, dateInAlmaty(at))
  const entry: Entry = {
    kind: 'started',
    flow: flow.id,
    version: flow.version,
    edition: edition.id,
    ...about,
    at,
    actor: 'applicant',
    law: flow.carries,
  }
  const draft: Effect = { kind: 'timer', key: 'draft', at: plus(at, days(7)), detail: 'draft' }
  return { state: fold(undefined, entry), entries: [entry], effects: [draft], says: [] }
}

/**
 * One turn, pure: the same flow, case, input and moment give the same result. The case itself is never changed.
 * Errors: `UnexpectedOutcome` when the outside said what the flow has no word for; the caller parks the input.
 */
export function turn(flow: Flow, state: CaseState, input: Input, moment: Moment): Turned {
  const progress: Progress = { flow, moment, state, entries: [], effects: [], says: [] }
  if (isOutside(input)) outsideAnswers(progress, input)
  else {
    applicantActs(progress, input as ApplicantInput)
    withdrawStale(progress)
  }
  settle(progress)
  return { state: progress.state, entries: progress.entries, effects: progress.effects, says: progress.says }
}
