import { placeAt } from '../../../flows/engine/path.ts'
import { parseIin } from '../../../flows/values/iin.ts'
import type { Clock } from '../../../flows/values/time.ts'
import type { Performer } from '../../effects/port.ts'
import type { Registers } from '../../registers/port.ts'
import type { Desk } from '../port.ts'
import { awaitedWork, done, patiently } from './context.ts'

/** A register asked about a number that was never proved to be the applicant's: refused here whatever the flow says. */
export class NotProved extends Error {
  override readonly name = 'NotProved'
}

/** Asks a register (G-17, G-44): only about the IIN that the applicant proved to be his own. */
export function lookUp({ desk, registers, clock }: { desk: Desk; registers: Registers; clock: Clock }): Performer {
  return async effect => {
    const work = await awaitedWork(desk, effect)
    const place = work && placeAt(work.found.flow, work.found.state, work.pending.ref)
    if (!work || place?.step.kind !== 'check') return done
    const iin = parseIin(work.found.state.applicant?.iin ?? '')
    if (!iin.ok || work.found.state.answers[place.step.by] !== iin.value) throw new NotProved(place.ref)
    const { register } = place.step
    return patiently(desk, clock, work, async () => {
      const { outcome, ...data } = await registers[register](iin.value, `${effect.key}:${effect.tries}`)
      const fact = 'person' in data ? data.person : data
      await desk.apply(work.found.id, { kind: 'register-answered', key: work.task.key, outcome, data: fact })
      return done
    })
  }
}
