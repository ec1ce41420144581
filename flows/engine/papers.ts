import type { Flow } from '../vocabulary.ts'
import type { CaseState } from './case.ts'

/** What stands in a field of a paper: a value, a text key that is put into words in both languages, or lists of these. */
export type PaperWords =
  | string
  | { text: string }
  | { kk: string; ru: string }
  | PaperWords[]
  | { [field: string]: PaperWords }

/** A service's papers: for each the fields of its form, from what the case holds. Pure; the forms themselves are in services/papers. */
export type PaperSource = (state: CaseState) => Record<string, PaperWords>
export type FlowPapers = Record<'certificate' | 'receipt' | 'refusal', PaperSource>

/** The paper that the decision has come to. */
export function paperOf(flow: Flow, { decided }: CaseState): 'certificate' | 'refusal' {
  const act = flow.steps.find(({ id }) => id === decided?.ref)
  return act?.kind === 'act' && act.outcomes[decided?.outcome ?? ''] === 'continue' ? 'certificate' : 'refusal'
}

/** A paper asked for before what it states is known: a fault of ours. */
export class PaperTooEarly extends Error {
  override readonly name = 'PaperTooEarly'
}
