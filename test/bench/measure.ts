import type { Contestant, Name } from './contestant.ts'
import { answerAll, begin, inParallel, type Talk } from './driver.ts'
import type { Stub } from './stub.ts'

/** A stretch of the dialog: three questions, one of each kind, end at `position`; the dialog of seven is 1 to 7. */
export interface Stretch {
  name: string
  from: number
  to: number
}
const endingAt = (position: number): Stretch => ({ name: String(position), from: position - 2, to: position })
export const seven: Stretch = { name: '1–7', from: 1, to: 7 }
export const stretches = [seven, endingAt(20), endingAt(50), endingAt(100)]
/** Position 5 lies inside the dialog of seven: chats of their own reach it. */
export const fifth = endingAt(5)

export interface Figures {
  turns: number
  perSecond: number
  latencies: number[]
  nodeMicros: number
  serverMicros: number
  bytesPerTurn: number
  bytesKept: number
  rssBytes: number
}

export interface Run {
  contestant: Contestant
  stub: Stub
  name: Name
  server: () => number
  most: number
}

async function measured(run: Run, talk: Talk, chats: readonly number[], { from, to }: Stretch): Promise<Figures> {
  const { contestant, server } = run
  const before = { usage: await contestant.usage(), server: server(), at: performance.now() }
  talk.latencies = []
  await answerAll(talk, chats, run.most, from, to)
  const seconds = (performance.now() - before.at) / 1000
  const after = await contestant.usage()
  const turns = talk.latencies.length
  const { perTurn, kept } = await contestant.bytes([...chats])
  return {
    turns,
    perSecond: turns / seconds,
    latencies: talk.latencies,
    nodeMicros: (after.cpuMicros - before.usage.cpuMicros) / turns,
    serverMicros: (server() - before.server) / turns,
    bytesPerTurn: perTurn / chats.length,
    bytesKept: kept / chats.length,
    rssBytes: after.rssBytes,
  }
}

async function beginAll(run: Run, talk: Talk, chats: readonly number[]): Promise<void> {
  await inParallel(chats, run.most, chat => begin(talk, run.name, chat))
}

/** A program that runs for months is warm: what its compiler does in the first seconds is not measured. */
async function warmUp(run: Run, talk: Talk, { chats, positions }: Size['warmUp']): Promise<void> {
  const others = Array.from({ length: chats }, (_, i) => 100_000_000 + i)
  await beginAll(run, talk, others)
  await answerAll(talk, others, run.most, 1, positions)
}

export interface Size {
  longest: number
  warmUp: { chats: number; positions: number }
}

/** One implementation, one round: the chats walk the dialog together and are measured on the way. */
export async function measure(run: Run, chats: readonly number[], size: Size): Promise<Map<string, Figures>> {
  const talk: Talk = { contestant: run.contestant, stub: run.stub, latencies: [] }
  const figures = new Map<string, Figures>()
  await warmUp(run, talk, size.warmUp)
  const early = chats.map(chat => chat + 500_000)
  await beginAll(run, talk, early)
  await answerAll(talk, early, run.most, 1, fifth.from - 1)
  figures.set(fifth.name, await measured(run, talk, early, fifth))
  await beginAll(run, talk, chats)
  let reached = 0
  for (const stretch of stretches.filter(({ to }) => to <= size.longest)) {
    if (stretch.from > reached + 1) await answerAll(talk, chats, run.most, reached + 1, stretch.from - 1)
    figures.set(stretch.name, await measured(run, talk, chats, stretch))
    reached = stretch.to
  }
  run.stub.forget()
  return figures
}
