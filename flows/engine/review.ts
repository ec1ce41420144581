import { createHash } from 'node:crypto'
import type { Flow } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import { path } from './path.ts'

/** JSON with sorted keys: the same content is always the same bytes. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .join(',')}}`
}

/**
 * The request exactly as it is reviewed and signed: answers on the path, what the registers said, documents by digest.
 * An answer that is off the path is kept with the case but is never part of the request.
 */
export function requestBytes(flow: Flow, state: CaseState): Uint8Array {
  const places = path(flow, state)
  const pick = <T>(from: Record<string, T>) =>
    Object.fromEntries(places.flatMap(({ ref }) => (from[ref] === undefined ? [] : [[ref, from[ref]]])))
  const facts = Object.entries(pick(state.facts)).map(([ref, fact]) => [
    ref,
    { outcome: fact.outcome, data: fact.data },
  ])
  const request = {
    service: flow.id,
    version: state.version,
    edition: state.edition,
    applicant: state.applicant && { iin: state.applicant.iin, name: state.applicant.name },
    answers: pick(state.answers),
    facts: Object.fromEntries(facts),
  }
  return new TextEncoder().encode(canonical(request))
}

/** SHA-256 of the request, hexadecimal. Review and signature hold only while it stays the same. */
export const reviewDigest = (flow: Flow, state: CaseState): string =>
  createHash('sha256').update(requestBytes(flow, state)).digest('hex')
