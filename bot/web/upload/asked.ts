import { position } from '../../../flows/engine/position.ts'
import type { ChecklistDocument, UploadStep } from '../../../flows/vocabulary.ts'
import type { FoundCase } from '../../../services/cases/port.ts'
import type { WebDependencies } from '../dependencies.ts'

/** What an upload link leads to now. `passed`: the application no longer asks for it; `busy`: what came is being checked. */
export type Asked = { kind: 'unknown' | 'expired' | 'gone' | 'passed' | 'busy' } | Wanted
export interface Wanted {
  kind: 'open'
  found: FoundCase
  /** The place that asks, as the link names it. */
  key: string
  step: UploadStep
  document: ChecklistDocument
}

export async function findAsked(
  { links, desk }: Pick<WebDependencies, 'links' | 'desk'>,
  token: string,
): Promise<Asked> {
  const link = links.read('upload', token)
  if (link === undefined) return { kind: 'unknown' }
  if (link === 'expired') return { kind: 'expired' }
  const found = await desk.find(link.caseId)
  return found ? wantedOf(found, link.key) : { kind: 'gone' }
}

function wantedOf(found: FoundCase, key: string): Asked {
  const { flow, state } = found
  const place = position(flow, state)
  if (place?.ref !== key || place.step.kind !== 'upload') return { kind: 'passed' }
  if (state.pending?.ref === key) return { kind: 'busy' }
  const { step } = place
  const document = flow.checklist.documents.find(({ id }) => id === step.document)
  if (!document) throw new Error(`${flow.id} has no document '${step.document}' in its checklist`)
  return { kind: 'open', found, key, step, document }
}
