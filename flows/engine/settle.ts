import { plus } from '../values/time.ts'
import type { StepKind } from '../vocabulary.ts'
import type { Awaited } from './entries.ts'
import type { Effect } from './input.ts'
import { paperOf } from './papers.ts'
import type { Place } from './path.ts'
import { position } from './position.ts'
import { append, nextKey, type Progress } from './progress.ts'

/** How long a link to sign lives: long enough to find one's phone and key, short enough to be worthless when lost. */
const signingMinutes = 15

interface Request {
  what: Awaited
  effect?: Effect['kind']
}
const requests: Partial<Record<StepKind, Request>> = {
  check: { what: 'register', effect: 'look-up' },
  sign: { what: 'signature' },
  submit: { what: 'registration', effect: 'register' },
  act: { what: 'decision', effect: 'ask-decision' },
  track: { what: 'paper', effect: 'issue' },
}

function request(progress: Progress, { ref, step }: Place, { what, effect }: Request): void {
  const key = nextKey(progress)
  const until = what === 'signature' && { until: plus(progress.moment.at, signingMinutes * 60_000) }
  append(progress, 'system', [], { kind: 'requested', ref, what, key, ...until })
  const detail = step.kind === 'track' && { detail: paperOf(progress.flow, progress.state) }
  if (effect) progress.effects.push({ kind: effect, ref, key, ...detail })
}

const finished = (progress: Progress) =>
  !['draft', 'submitted', 'registered', 'decided'].includes(progress.state.status)

/**
 * What the place where the case now stands asks of the outside, each once. What another place asked for no longer counts:
 * the case has moved away from it.
 */
export function settle(progress: Progress): void {
  const place = position(progress.flow, progress.state)
  if (place === undefined || finished(progress) || progress.state.pending?.ref === place.ref) return
  const { step, ref } = place
  if (step.kind === 'each' && step.over === 'asked' && (progress.state.items[ref]?.ids.length ?? 0) === 0) {
    append(progress, 'system', [], { kind: 'item-added', ref, item: 1 })
    settle(progress)
    return
  }
  const wanted = requests[step.kind]
  if (wanted) request(progress, place, wanted)
}
