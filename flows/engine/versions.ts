import type { Instant, PlainDate } from '../values/time.ts'
import type { Edition, Flow } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import { fold } from './case.ts'
import type { Entry } from './entries.ts'

export class NoEdition extends Error {
  override readonly name = 'NoEdition'
}
export class UnknownVersion extends Error {
  override readonly name = 'UnknownVersion'
}

/** The edition of the law in force on that day. Errors: `NoEdition`: the service is not offered then. */
export function editionAt(flow: Flow, date: PlainDate): Edition {
  const edition = flow.editions.find(({ from, to }) => from <= date && (to === undefined || date <= to))
  if (!edition) throw new NoEdition(`no edition of ${flow.id} is in force on ${date}`)
  return edition
}

/** The flows on offer, each with the older versions under which signed cases finish (`history/`). */
export interface Catalogue {
  readonly flows: readonly Flow[]
  readonly history: readonly Flow[]
}

export const findFlow = (catalogue: Catalogue, id: string): Flow | undefined =>
  catalogue.flows.find(flow => flow.id === id)

const isSigned = (state: CaseState) => state.signed !== undefined

/** The definition by which the case goes on: signed cases keep theirs, drafts take the newest. Errors: `UnknownVersion`. */
export function flowOf(catalogue: Catalogue, state: CaseState): Flow {
  const candidates = isSigned(state)
    ? [...catalogue.flows, ...catalogue.history].filter(f => f.version === state.version)
    : catalogue.flows
  const flow = candidates.find(({ id }) => id === state.flow)
  if (!flow) throw new UnknownVersion(`${state.flow} version ${state.version} is not kept`)
  return flow
}

/**
 * A draft moves to the newest version: answers of surviving steps stay, new steps are asked, a changed meaning needs a
 * new step id. The entry to append first, or undefined when the case stands where it should.
 */
export function migrationOf(
  catalogue: Catalogue,
  state: CaseState,
  at: Instant,
): { entry: Entry; state: CaseState } | undefined {
  const flow = flowOf(catalogue, state)
  if (isSigned(state) || flow.version === state.version) return undefined
  const entry: Entry = { kind: 'migrated', version: flow.version, at, actor: 'system', law: [] }
  return { entry, state: fold(state, entry) }
}
