import type { CaseState, CaseStatus } from '../engine/case.ts'
import type { Saying } from '../engine/input.ts'
import type { Place } from '../engine/path.ts'
import type { Due } from '../engine/promise.ts'
import type { Language } from '../values/language.ts'
import type { Instant } from '../values/time.ts'
import type { Flow, Promised } from '../vocabulary.ts'
import type { CaseTag } from './action.ts'

/** What a face shows: first what is said about what happened, then where the citizen stands. The same for every channel. */
export interface View {
  language: Language
  says: Saying[]
  screen: Screen
}

export type Screen =
  | { kind: 'choose-language' }
  | { kind: 'menu'; current?: CaseLine }
  | { kind: 'services'; flows: readonly Flow[] }
  /** What it takes, which edition of the law, how long. */
  | { kind: 'service'; flow: Flow }
  | { kind: 'cases'; cases: readonly CaseLine[] }
  /** With the question being asked, if there is one. */
  | { kind: 'help'; question?: Question }
  | { kind: 'confirm-forget' }
  | { kind: 'forgotten' }
  /** `status`: it was asked how the case stands, so that comes first. */
  | { kind: 'question'; question: Question; status?: true }
  /** What was done needs no question after it (a paper arrived, a notice). */
  | { kind: 'nothing' }

/** A case as a line of "my applications". */
export interface CaseLine {
  tag: CaseTag
  flow: string
  status: CaseStatus
  startedAt: Instant
  due?: Instant
  number?: string
}

/** Where one case stands, with all that a renderer may show. `place.step.kind` picks the renderer. */
export interface Question {
  caseId: string
  tag: CaseTag
  /** Goes into every button; a button with another one is stale. */
  revision: number
  flow: Flow
  state: CaseState
  place: Place
  /** The promise that would hold, or holds, for the case; `due` as of now for a draft. */
  promised: Promised
  due: Due
  /** True when the chat is busy with another case: the face says which one this is about. */
  aside: boolean
}
