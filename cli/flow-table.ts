import type { Flow, ItemStep, Promised, Refusal, Step, When } from '../flows/vocabulary.ts'

interface Row {
  actor: string
  step: string
  kind: string
  law: string
  when: string
  refusals: string[]
  /** Time boxes and, on the step that starts the legal clock, what the law promises from there. */
  clock: string[]
  carries: readonly string[]
}

const readWhen = (when: When | undefined) =>
  Object.entries(when ?? {})
    .map(([step, values]) => `${step} = ${[values].flat().join(' or ')}`)
    .join(', ')

const readTerm = ({ track, limit, within, law }: Promised) => {
  const [unit, count] = Object.entries(within)[0] ?? []
  return `${track}: ${count} ${unit} (${limit}, ${law})`
}

function refusalsOf(step: Step): Refusal[] {
  if (step.kind === 'identify' || step.kind === 'sign') return [step.refused]
  if (step.kind === 'check' || step.kind === 'act')
    return Object.values(step.outcomes).filter(end => end !== 'continue')
  return []
}

const withItems = (step: Step): (Step | ItemStep)[] => (step.kind === 'each' ? [step, ...step.steps] : [step])

function rowOf(flow: Flow, step: Step): Row {
  const terms = step.kind === 'submit' ? [...new Set(flow.promise.map(readTerm))] : []
  return {
    actor: step.actor,
    step: step.id,
    kind: step.kind,
    law: step.law,
    when: readWhen(step.when),
    refusals: refusalsOf(step).map(({ id, law }) => `${id} (${law})`),
    clock: [...(step.boxes ?? []), ...terms],
    carries: step.carries,
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
]
const header = ['actor', 'step', 'kind', 'law', 'refusal', 'clock', 'when']

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
  const rows = flow.steps.flatMap(withItems).map(step => rowOf(flow, step))
  const title = `${flow.id}, version ${flow.version}`
  const json = { service: flow.id, version: flow.version, editions: flow.editions, steps: rows }
  return { text: `${title}\n\n${align([header, ...rows.map(cells)])}`, json }
}
