import { type Name, names } from './contestant.ts'
import type { Figures } from './measure.ts'

export type Rounds = Partial<Record<Name, Map<string, Figures>>>[]

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)
const quantile = (numbers: readonly number[], q: number) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * q))] ?? Number.NaN
const median = (numbers: readonly number[]) => quantile(numbers, 0.5)

export interface Row {
  implementation: Name
  position: string
  turnsPerSecond: number
  p50Ms: number
  p99Ms: number
  nodeMicros: number
  /** Lowest and highest round. */
  nodeMicrosSpread: [number, number]
  serverMicros: number
  bytesPerTurn: number
  bytesKept: number
}

function rowOf(implementation: Name, position: string, figures: readonly Figures[]): Row {
  const latencies = figures.flatMap(one => one.latencies)
  const node = sorted(figures.map(one => one.nodeMicros))
  return {
    implementation,
    position,
    turnsPerSecond: median(figures.map(one => one.perSecond)),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    nodeMicros: median(node),
    nodeMicrosSpread: [node.at(0) ?? 0, node.at(-1) ?? 0],
    serverMicros: median(figures.map(one => one.serverMicros)),
    bytesPerTurn: median(figures.map(one => one.bytesPerTurn)),
    bytesKept: median(figures.map(one => one.bytesKept)),
  }
}

const introduction = [
  '# The same dialog, three implementations',
  '',
  '`npm run bench`. Text and button answers, each answered by the next question; updates by webhook, replies to a stub of the Bot API, all over HTTP;',
  'each implementation in its own process, rounds interleaved in rotated order, medians over the rounds. Latency: from the delivery of an update to the',
  'arrival of the message that answers it. Position 20 is the stretch of three questions that ends there; «1–7» is the dialog of seven questions.',
  '',
  'Tereze commits every update to PostgreSQL (fsync, synchronous_commit and full_page_writes on): deduplicated, compared by revision, on a sealed and chained',
  'ledger, with its replies as effects. Nothing acknowledged is lost by `kill -9` or a power cut. The other two keep one JSON value in Redis (AOF, everysec): up to a',
  'second may be lost, an update delivered twice is answered twice. Its servers are PostgreSQL and Redis together. «State per turn» is what an update reads and writes.',
]

const round = (number: number, digits = 0) => number.toFixed(digits)
const head = [
  '| position | implementation | turns/s | p50 ms | p99 ms | Node CPU µs/update (min–max) | server CPU µs/update | state per turn, B | state kept, B |',
  '|---|---|---:|---:|---:|---:|---:|---:|---:|',
]

const line = (row: Row) =>
  `| ${[
    row.position,
    row.implementation,
    round(row.turnsPerSecond),
    round(row.p50Ms, 1),
    round(row.p99Ms, 1),
    `${round(row.nodeMicros)} (${row.nodeMicrosSpread.map(value => round(value)).join('–')})`,
    round(row.serverMicros),
    round(row.bytesPerTurn),
    round(row.bytesKept),
  ].join(' | ')} |`

/** Medians over the rounds; latencies over all of them together. */
export function markdown(rounds: Rounds, about: object): { text: string; rows: Row[] } {
  const positions = ['1–7', '5', '20', '50', '100']
  const rows = positions.flatMap(position =>
    names.flatMap(name => {
      const figures = rounds.flatMap(round => round[name]?.get(position) ?? [])
      return figures.length > 0 ? [rowOf(name, position, figures)] : []
    }),
  )
  const text = [...introduction, '', ...head, ...rows.map(line), '', '```json', JSON.stringify(about), '```', ''].join(
    '\n',
  )
  return { text, rows }
}
