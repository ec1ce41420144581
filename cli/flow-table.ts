import { requirementsOf } from '../flows/requirements.ts'
import { type NamedStep, namedSteps, refusalsOf } from '../flows/soundness/problem.ts'
import type { Flow, Promised, When } from '../flows/vocabulary.ts'
import { spanInWords } from './span.ts'

interface Row {
  actor: string
  step: string
  kind: string
  law: string
  when: string
  refusals: string[]
  /** Time boxes and, on the step that starts the legal clock, what the law promises from there. */
  clock: string[]
  ids: readonly string[]
}

const readWhen = (when: When | undefined) =>
  Object.entries(when ?? {})
    .map(([step, values]) => `${step} = ${[values].flat().join(' or ')}`)
    .join(', ')

const readTerm = ({ track, limit, within, law }: Promised) => `${track}: ${spanInWords(within)} (${limit}, ${law})`

function rowOf(flow: Flow, { name, step }: NamedStep): Row {
  const terms = step.kind === 'submit' ? [...new Set(flow.promise.map(readTerm))] : []
  return {
    actor: step.actor,
    step: name,
    kind: step.kind,
    law: step.law,
    when: readWhen(step.when),
    refusals: refusalsOf(step).map(({ id, law }) => `${id} (${law})`),
    clock: [...(step.boxes ?? []), ...terms],
    ids: [...new Set(requirementsOf(step))],
  }
}

const cells = (row: Row) => [
  row.actor,
  row.step,
  row.kind,
  row.law,
  row.refusals.join('; '),
  row.clock.join('; '),
  row.when,
  row.ids.join(' '),
]
const header = ['actor', 'step', 'kind', 'law', 'refusal', 'clock', 'when', 'ids']

function align(rows: string[][]): string {
  const widths = header.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The lawyer's table: who does what by which paragraph, how it may be refused and which clock runs. */
export function printFlow(flow: Flow): { text: string; json: unknown } {
  const rows = namedSteps(flow).map(step => rowOf(flow, step))
  const title = `${flow.id}, version ${flow.version}`
  const json = { service: flow.id, version: flow.version, editions: flow.editions, steps: rows }
  return { text: `${title}\n\n${align([header, ...rows.map(cells)])}`, json }
}
