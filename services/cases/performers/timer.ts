import { draftDue } from '../../../flows/engine/outside.ts'
import type { Performer } from '../../effects/port.ts'
import type { Desk } from '../port.ts'
import { done, workOf } from './context.ts'

/** Time alone moves nothing: what falls due is put to the case as an input. A draft's timer comes again while it is a draft. */
export function timer({ desk }: { desk: Desk }): Performer {
  return async effect => {
    const work = await workOf(desk, effect)
    const what = work?.task.detail
    if (!work || (what !== 'draft' && what !== 'promise')) return done
    const applied = await desk.apply(work.found.id, { kind: 'time-came', what })
    const due = what === 'draft' && applied ? draftDue(applied.state) : undefined
    return due === undefined ? done : { outcome: 'again', at: due }
  }
}
