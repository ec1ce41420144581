import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Nerves, NervousApplicant } from '../town/citizen.ts'
import { inhabitants } from '../town/people.ts'
import { openTown, type Town } from '../town/town.ts'
import { walk } from '../town/walk.ts'
import { post, walkAll } from './applicants.ts'
import { rebuildCheck } from './applicants-compared.ts'
import { type Claim, type Finding, type Setting, unless } from './claim.ts'

const sizes = { full: { people: 40 }, small: { people: 6 } } as const

/** A snapshot that no key opens: every turn on this case throws. */
const damage = `update application set snapshot = 'nothing'::bytea
  where id = (select application from session where channel = 'telegram' and address = $1)`

const cli = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url))
const rebuild = ({ environment }: Town) =>
  promisify(execFile)(process.execPath, [cli, 'cases', 'rebuild'], { env: { ...process.env, ...environment } })

const calm: Nerves = { onAct: () => undefined, tapsAgainAfter: () => undefined }

async function prove({ size, seed }: Setting): Promise<Finding> {
  const count = sizes[size].people
  const [victim, ...others] = inhabitants(count, seed)
  if (!victim) throw new RangeError('nobody lives here')
  const town = await openTown({ people: count, seed })
  try {
    await post(`${town.url}/sandbox/telegram/faults`, { method: 'update', copies: 2, times: 1_000_000_000 })
    const citizen = new NervousApplicant(town, victim, calm)
    await citizen.comesIn()
    await citizen.asked('personConfirmed')
    await town.database.query(damage, [String(victim.chat)])
    await citizen.chooses('personConfirmed', 'correct')
    await citizen.sees(citizen.note('parked'))
    const { remembered, failures } = await walkAll(others, others.length, inhabitant =>
      walk(new NervousApplicant(town, inhabitant, calm), inhabitant),
    )
    const parked = await town.database.query<{ error: string }>('select error from parked')
    await rebuild(town)
    await citizen.says('/status')
    await citizen.chooses('personConfirmed', 'correct')
    const wentOn = await citizen.asked('phone').then(
      () => true,
      () => false,
    )
    const rebuilt = await rebuildCheck(town.environment)
    return {
      figures: { people: count, parked: parked.length, certificates: remembered.length, error: parked[0]?.error ?? '' },
      problems: [
        ...failures,
        ...unless([
          [remembered.length === others.length, 'somebody waited behind the poisoned input'],
          [parked.length === 1, `${parked.length} inputs are parked for one that was delivered twice`],
          [wentOn, 'after the rebuild the citizen cannot go on'],
          [rebuilt.ok, `cases rebuild --check: ${rebuilt.said.slice(0, 500)}`],
        ]),
      ],
    }
  } finally {
    await town.end()
  }
}

export const poison: Claim = {
  name: 'poison',
  claim:
    'An input whose turn throws is parked once however often it is delivered; its sender is told that it is kept; nobody behind it waits; after a repair he goes on.',
  prove,
}
