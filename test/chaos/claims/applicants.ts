import { type Nerves, NervousApplicant } from '../town/citizen.ts'
import { type Inhabitant, inhabitants } from '../town/people.ts'
import { oneOf, seeded } from '../town/random.ts'
import { openTown, type Town } from '../town/town.ts'
import { type Remembered, walk } from '../town/walk.ts'
import { compare } from './applicants-compared.ts'
import type { Claim, Finding, Setting } from './claim.ts'

export const sizes = {
  full: { people: 1000, kills: 20, atOnce: 120 },
  small: { people: 40, kills: 3, atOnce: 40 },
} as const

/** Acts of one citizen on his way, about. */
const actsEach = 14
const gaps = [0, 20, 60] as const

export const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** Ends a process at points of the common way that the seed chose; each is up again before the next. */
function killer(town: Town, setting: Setting, acts: number, kills: number) {
  const random = seeded(setting.seed + 1)
  const points = Array.from({ length: kills }, () => Math.floor((0.03 + 0.9 * random()) * acts)).sort((a, b) => a - b)
  let done = 0
  let killed = 0
  let current: Promise<void> = Promise.resolve()
  const strike = async () => {
    const product = Math.floor(random() * town.products.length)
    setting.say(`SIGKILL of process ${product} at act ${done}`)
    killed += 1
    await town.killAndRestart(product)
  }
  return {
    onAct: () => {
      done += 1
      while (points[0] !== undefined && points[0] <= done) {
        points.shift()
        current = current.then(strike)
      }
    },
    settled: () => current,
    report: () => ({ acts: done, kills: killed }),
  }
}

/** All of them, so many at once; who fails does not stop the others. */
export async function walkAll(
  people: readonly Inhabitant[],
  atOnce: number,
  walkOne: (inhabitant: Inhabitant) => Promise<Remembered>,
): Promise<{ remembered: Remembered[]; failures: string[] }> {
  const waiting = [...people]
  const remembered: Remembered[] = []
  const failures: string[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { chat } = next
      await walkOne(next).then(
        found => remembered.push(found),
        (fault: Error) => failures.push(`chat ${chat} did not get through: ${fault.message}`),
      )
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { remembered, failures }
}

async function prove(setting: Setting): Promise<Finding> {
  const { people: count, kills, atOnce } = sizes[setting.size]
  const people = inhabitants(count, setting.seed)
  const town = await openTown({ people: count, seed: setting.seed })
  try {
    await post(`${town.url}/sandbox/telegram/faults`, { method: 'update', copies: 2, times: 1_000_000_000 })
    const strikes = killer(town, setting, count * actsEach, kills)
    const random = seeded(setting.seed + 2)
    const nerves: Nerves = { onAct: strikes.onAct, tapsAgainAfter: () => oneOf(random, gaps) }
    const began = performance.now()
    const { remembered, failures } = await walkAll(people, atOnce, inhabitant =>
      walk(new NervousApplicant(town, inhabitant, nerves), inhabitant),
    )
    await strikes.settled()
    const seconds = Math.round((performance.now() - began) / 1000)
    const drained = await town.drained(90_000)
    const compared = await compare(town, people, remembered)
    const problems = [
      ...failures,
      ...(drained ? [] : ['effects are still open 90 s after the last citizen']),
      ...compared.problems,
    ]
    return { figures: { people: count, ...strikes.report(), seconds, ...compared.figures }, problems }
  } finally {
    await town.end()
  }
}

export const applicants: Claim = {
  name: 'applicants',
  claim:
    'Each update delivered twice, buttons tapped twice at 0, 20 or 60 ms, processes killed at random points: no answer is lost, no case or registration is doubled, no reply is doubled but where it is recorded as unknown, everybody has his certificate.',
  prove,
}
