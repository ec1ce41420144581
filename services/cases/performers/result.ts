import { parseIin } from '../../../flows/values/iin.ts'
import type { Clock } from '../../../flows/values/time.ts'
import { translateDerived } from '../../../locales/translate.ts'
import type { Cabinet } from '../../cabinet/port.ts'
import type { Performer } from '../../effects/port.ts'
import { type PaperKind, paperKinds } from '../../papers/port.ts'
import type { PaperFile } from '../../records/port.ts'
import type { Desk, FoundCase } from '../port.ts'
import { done, patiently, workOf } from './context.ts'

export interface Resulting {
  desk: Desk
  clock: Clock
  cabinet: Cabinet
  issue: (found: FoundCase, kind: PaperKind) => Promise<{ number: string }>
  openPaper: (number: string) => Promise<PaperFile | undefined>
}

/** Makes the paper that the case has come to (G-04, G-51): receipt, certificate or refusal. */
export function issuePaper({ desk, clock, issue }: Resulting): Performer {
  return async effect => {
    const work = await workOf(desk, effect)
    const kind = paperKinds.find(name => name === work?.task.detail)
    if (!work || !kind) return done
    return patiently(desk, clock, work, async () => {
      const { number } = await issue(work.found, kind)
      await desk.apply(work.found.id, { kind: 'issued', key: work.task.key, paper: kind, number })
      return done
    })
  }
}

const title = (language: 'kk' | 'ru', { flow }: FoundCase) => translateDerived(language, flow.id, 'title')

/** Puts the result into the personal cabinet as well (G-06). Keyed by case and paper: it arrives there once. */
export function deliver({ desk, clock, cabinet, openPaper }: Resulting): Performer {
  return async effect => {
    const work = await workOf(desk, effect)
    const number = work?.found.state.papers[work.task.detail ?? '']?.number
    const iin = parseIin(work?.found.state.applicant?.iin ?? '')
    const paper = number === undefined ? undefined : await openPaper(number)
    if (!work || !iin.ok || !paper) return done
    const { name, bytes, signature } = paper
    return patiently(desk, clock, work, async () => {
      await cabinet.deliver({
        key: effect.key,
        iin: iin.value,
        titleKk: title('kk', work.found),
        titleRu: title('ru', work.found),
        ...(signature && { file: { name, bytes, signature } }),
      })
      await desk.apply(work.found.id, { kind: 'delivered' })
      return done
    })
  }
}
