import { position } from '../../../flows/engine/position.ts'
import type { IdentifyStep } from '../../../flows/vocabulary.ts'
import type { FoundCase } from '../../../services/cases/port.ts'
import type { WebDependencies } from '../dependencies.ts'

/** What a sign-in link leads to now. `passed`: the application no longer asks who this is. */
export type Asked =
  | { kind: 'unknown' | 'expired' | 'gone' | 'passed' }
  | { kind: 'open'; found: FoundCase; step: IdentifyStep }

export async function findAsked(
  { links, desk }: Pick<WebDependencies, 'links' | 'desk'>,
  token: string,
): Promise<Asked> {
  const link = links.read('sign-in', token)
  if (link === undefined) return { kind: 'unknown' }
  if (link === 'expired') return { kind: 'expired' }
  const found = await desk.find(link.caseId)
  if (!found) return { kind: 'gone' }
  const step = position(found.flow, found.state)?.step
  return step?.kind === 'identify' ? { kind: 'open', found, step } : { kind: 'passed' }
}
