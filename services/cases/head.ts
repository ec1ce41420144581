import type { CaseState } from '../../flows/engine/case.ts'
import { position } from '../../flows/engine/position.ts'
import type { Flow } from '../../flows/vocabulary.ts'

/** A case as lists show it: no value of the applicant's. Column names are those of case_head. */
export interface CaseHead {
  application: string
  flow: string
  version: number
  edition: string
  channel: string
  status: string
  waits_for: string
  organisation: string | null
  track: string | null
  due: string | null
  number: string | null
  started_at: string
}

const over = (state: CaseState) => ['issued', 'refused', 'expired', 'deleted'].includes(state.status)

/** Folded from the state alone, so that `cases rebuild` gives the same. */
export function headOf(caseId: string, flow: Flow, state: CaseState): CaseHead {
  const actor = position(flow, state)?.step.actor ?? 'system'
  return {
    application: caseId,
    flow: state.flow,
    version: state.version,
    edition: state.edition,
    channel: state.channel,
    status: state.status,
    waits_for: over(state) ? 'nobody' : actor,
    organisation: state.signed ? flow.provider : null,
    track: state.signed?.track ?? null,
    due: state.signed?.due ?? null,
    number: state.registered?.number ?? null,
    started_at: state.startedAt,
  }
}
