import { path } from '../../../flows/engine/path.ts'
import { requestBytes } from '../../../flows/engine/review.ts'
import { parseIin } from '../../../flows/values/iin.ts'
import type { Clock } from '../../../flows/values/time.ts'
import type { Performer } from '../../effects/port.ts'
import type { FileId, Files } from '../../files/port.ts'
import type { Provider, ProviderApplication } from '../../provider/port.ts'
import type { Desk, FoundCase } from '../port.ts'
import { again, awaitedWork, done, patiently } from './context.ts'

export interface Providing {
  desk: Desk
  files: Files
  provider: Provider
  clock: Clock
}

/** A request that reached this point without proof or signature: never handed over. */
export class NotSigned extends Error {
  override readonly name = 'NotSigned'
}

async function documentsOf(files: Files, found: FoundCase): Promise<ProviderApplication['documents']> {
  const answers = path(found.flow, found.state).flatMap(({ ref }) => {
    const value = found.state.answers[ref]
    return value === undefined || typeof value === 'string'
      ? []
      : value.documents.map((document, i) => ({ ref, i, ...document }))
  })
  return Promise.all(
    answers.map(async ({ ref, i, id, type }) => ({
      name: `${ref}-${i + 1}`,
      type,
      bytes: await files.get(id as FileId, found.key),
    })),
  )
}

/** Hands the signed request to the regional gateway (G-47, G-48); the case id is the key, so that it is registered once. */
export function register({ desk, files, provider, clock }: Providing): Performer {
  return async effect => {
    const work = await awaitedWork(desk, effect)
    if (!work) return done
    const { found, task } = work
    const { signed, applicant } = found.state
    const iin = parseIin(applicant?.iin ?? '')
    if (!signed || !iin.ok) throw new NotSigned(found.flow.id)
    return patiently(desk, clock, work, async () => {
      const registration = await provider.register({
        key: found.id,
        service: found.flow.id,
        iin: iin.value,
        track: signed.track,
        request: requestBytes(found.flow, found.state),
        signature: await files.get(signed.signature as FileId, found.key),
        documents: await documentsOf(files, found),
      })
      await desk.apply(found.id, { kind: 'registered', key: task.key, ...registration })
      return done
    })
  }
}

/** Looks for the decision: every second at first, later once a minute. */
const lookAgain = (tries: number) => (tries < 30 ? 1000 : tries < 120 ? 5000 : 60_000)

/** Asks whether there is a decision (G-49). A provider that is silent is simply asked again; the promise has a timer of its own. */
export function askDecision({ desk, provider, clock }: Providing): Performer {
  return async effect => {
    const work = await awaitedWork(desk, effect)
    const number = work?.found.state.registered?.number
    if (!work || number === undefined) return done
    return patiently(desk, clock, work, async () => {
      const decision = await provider.findDecision(number, work.found.id)
      if (!decision) return again(clock, lookAgain(effect.tries))
      await desk.apply(work.found.id, { kind: 'decided', key: work.task.key, ...decision })
      return done
    })
  }
}
