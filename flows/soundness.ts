import type { Catalogue } from './engine/versions.ts'
import { type ButtonInput, encodeAction } from './reception/action.ts'
import { lawProblems } from './soundness/law.ts'
import { type NamedStep, namedSteps, type Problem } from './soundness/problem.ts'
import { referenceProblems } from './soundness/references.ts'
import { shapeProblems } from './soundness/shape.ts'
import { type HasText, textProblems } from './soundness/texts.ts'
import { wayProblems } from './soundness/ways.ts'
import type { Flow } from './vocabulary.ts'

export type { HasText, Problem }

/** Telegram's limit on callback data, in bytes. */
const buttonBytes = 64
/** More turns and items than any case will see. */
const highest = { tag: 'ffffffff', revision: 999_999, item: 999 }

function buttonsOf({ step, within }: NamedStep): ButtonInput[] {
  const ref = within ? `${within.id}.${highest.item}.${step.id}` : step.id
  const options = step.kind === 'choose' ? step.options : []
  return [{ kind: 'changes', ref }, ...options.map(({ id }) => ({ kind: 'chose', ref, option: id }) as const)]
}

const isTooLong = (action: string) => new TextEncoder().encode(action).length > buttonBytes

function buttonProblems(flow: Flow): Problem[] {
  const ofSteps = namedSteps(flow).flatMap(named =>
    buttonsOf(named).map(input => ({ where: named.name, action: encodeAction({ kind: 'case', ...highest, input }) })),
  )
  const ofFlow = { where: flow.id, action: encodeAction({ kind: 'service', flow: flow.id }) }
  return [ofFlow, ...ofSteps]
    .filter(({ action }) => isTooLong(action))
    .map(({ where, action }) => ({ where, what: `its button says more than ${buttonBytes} bytes: ${action}` }))
}

/**
 * What keeps a definition from being offered; empty when it is sound. References are checked before ways are walked:
 * with a wrong one there is nothing to walk by.
 */
export function problems(flow: Flow, hasText: HasText): Problem[] {
  const references = [...shapeProblems(flow), ...referenceProblems(flow)]
  const ways = references.length > 0 ? [] : wayProblems(flow)
  return [...references, ...ways, ...lawProblems(flow), ...buttonProblems(flow), ...textProblems(flow, hasText)]
}

/** A public service that must not be offered as it is described. */
export class UnsoundFlow extends Error {
  override readonly name = 'UnsoundFlow'
}

/** Called before anything is served. Errors: `UnsoundFlow` with every problem of every service. */
export function assertSound({ flows }: Catalogue, hasText: HasText): void {
  const found = flows.flatMap(flow => problems(flow, hasText).map(({ where, what }) => `${flow.id}: ${where}: ${what}`))
  if (found.length > 0) throw new UnsoundFlow(found.join('\n'))
}
