import type { Language } from '../../../flows/values/language.ts'
import type { Style } from './styles.ts'

/** One text in one style and language. */
export interface Run {
  text: string
  language: Language
  style: Style
  /** Structure type for screen readers. */
  tag: 'P' | 'H1' | 'H2'
}
/** Runs one under the other. */
export interface Cell {
  x: number
  width: number
  runs: readonly Run[]
  /** Structure type around the runs, in a table. */
  tag?: 'TH' | 'TD'
}
/** Cells beside each other, at one height. */
export type Row = readonly Cell[]

export type Measure = (run: Run, width: number) => number

export const cellHeight = ({ runs, width }: Cell, measure: Measure): number =>
  runs.reduce((height, run) => height + measure(run, width), 0)

export const rowHeight = (row: Row, measure: Measure): number => Math.max(...row.map(cell => cellHeight(cell, measure)))

/** Cuts a row that is taller than a page: what fits into `height`, and the rest. A run is cut between words. */
export function cutRow(row: Row, height: number, measure: Measure): [Row, Row] {
  const cut = row.map(cell => cutCell(cell, height, measure))
  return [cut.map(([head]) => head), cut.map(([, rest]) => rest)]
}

function cutCell(cell: Cell, height: number, measure: Measure): [Cell, Cell] {
  let left = height
  const index = cell.runs.findIndex(run => {
    const needed = measure(run, cell.width)
    if (needed > left) return true
    left -= needed
    return false
  })
  const run = cell.runs[index]
  if (run === undefined) return [cell, { ...cell, runs: [] }]
  const [head, rest] = cutRun(run, cell.width, left, measure)
  const before = cell.runs.slice(0, index)
  const after = cell.runs.slice(index + 1)
  return [
    { ...cell, runs: [...before, ...head] },
    { ...cell, runs: [...rest, ...after] },
  ]
}

function cutRun(run: Run, width: number, height: number, measure: Measure): [Run[], Run[]] {
  const words = run.text.split(/(?<=\s)/)
  const upTo = (n: number): Run => ({ ...run, text: words.slice(0, n).join('').trimEnd() })
  let [fits, tooMany] = [0, words.length]
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (measure(upTo(middle), width) <= height) fits = middle
    else tooMany = middle
  }
  const rest = { ...run, text: words.slice(fits).join('') }
  return [fits > 0 ? [upTo(fits)] : [], [rest]]
}
