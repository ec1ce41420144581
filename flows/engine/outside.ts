import { days, type Instant, minutes, plus } from '../values/time.ts'
import type { Actor, Refusal, Step } from '../vocabulary.ts'
import type { CaseState, CaseStatus } from './case.ts'
import type { Ref } from './entries.ts'
import type { OutsideInput } from './input.ts'
import { paperOf } from './papers.ts'
import { type Place, path } from './path.ts'
import { frontier, position } from './position.ts'
import { append, note, type Progress } from './progress.ts'
import { promisedTo } from './promised.ts'
import { reviewDigest } from './review.ts'

type Handle<K extends OutsideInput['kind']> = (progress: Progress, input: Extract<OutsideInput, { kind: K }>) => void

/** An outside answer that the flow has no word for: our fault or the outside's, never the applicant's. */
export class UnexpectedOutcome extends Error {
  override readonly name = 'UnexpectedOutcome'
}

interface Awaited<K extends Step['kind']> {
  ref: Ref
  step: Extract<Step, { kind: K }>
}
const asKind = <K extends Step['kind']>(place: Place | undefined, kind: K): Awaited<K> | undefined =>
  place?.step.kind === kind ? { ref: place.ref, step: place.step as Extract<Step, { kind: K }> } : undefined

/** The place that asked for this answer, if the case still stands there and still waits for it. */
function awaiting<K extends Step['kind']>({ flow, state }: Progress, kind: K, key: string): Awaited<K> | undefined {
  const { pending } = state
  const place = position(flow, state)
  return pending?.key === key && pending.ref === place?.ref ? asKind(place, kind) : undefined
}

/** Appends the attempt and says why it failed, as the seed words it: number, time, ground, what next (D-20). */
function refuse(progress: Progress, actor: Actor, ref: Ref, refusal: Refusal, reason: string): void {
  const number = (progress.state.attempts[ref] ?? 0) + 1
  append(progress, actor, refusal.carries, { kind: 'attempted', ref, refusal: refusal.id, reason, number })
  progress.says.push({
    kind: 'refusal',
    ref,
    refusal: refusal.id,
    reason,
    law: refusal.law,
    number,
    at: progress.moment.at,
  })
}

/** Something did not work out that is no refusal by the regulation. */
function failed(progress: Progress, ref: Ref, reason: string, key: string): void {
  const number = (progress.state.attempts[ref] ?? 0) + 1
  append(progress, 'applicant', [], { kind: 'attempted', ref, refusal: reason, reason, number })
  note(progress, key)
}

/**
 * Proof of identity bears no key: it is the applicant's own errand, and whoever takes it on ends each once. It counts only
 * while the case has come to that step and no further.
 */
const toBeIdentified = ({ flow, state }: Progress) => asKind(frontier(flow, state), 'identify')

const identified: Handle<'identified'> = (progress, { iin, name }) => {
  const { ref, step } = toBeIdentified(progress) ?? {}
  if (!ref || !step) return
  if (progress.state.answers[step.mustMatch] !== iin)
    return failed(progress, ref, 'other-person', 'identity.other-person')
  append(progress, 'applicant', step.carries, { kind: 'identified', ref, iin, name })
}

const identityRefused: Handle<'identity-refused'> = (progress, { reason }) => {
  const { ref, step } = toBeIdentified(progress) ?? {}
  if (!ref || !step) return
  if (reason === 'cancelled') return failed(progress, ref, 'cancelled', 'identity.cancelled')
  refuse(progress, 'system', ref, step.refused, reason)
}

const registerAnswered: Handle<'register-answered'> = (progress, { key, outcome, data }) => {
  const { ref, step } = awaiting(progress, 'check', key) ?? {}
  if (!ref || !step) return
  const consequence = step.outcomes[outcome]
  if (consequence === undefined) throw new UnexpectedOutcome(`${ref} has no outcome '${outcome}'`)
  const goodUntil = plus(progress.moment.at, minutes(step.goodFor.minutes))
  append(progress, 'system', step.carries, { kind: 'fact', ref, outcome, data, goodUntil })
  if (consequence === 'continue') return
  append(progress, 'system', consequence.carries, { kind: 'halted', ref, refusal: consequence.id })
}

const filesChecked: Handle<'files-checked'> = (progress, { key, documents }) => {
  const { ref, step } = awaiting(progress, 'upload', key) ?? {}
  if (!ref || !step) return
  append(progress, 'applicant', step.carries, { kind: 'answered', ref, value: { documents } })
  note(progress, 'files-accepted', { count: documents.length })
}

const filesRefused: Handle<'files-refused'> = (progress, { key, problem }) => {
  const asked = awaiting(progress, 'upload', key)
  if (asked) failed(progress, asked.ref, problem, `files.${problem}`)
}

const signatureAccepted: Handle<'signature-accepted'> = (progress, { key, digest, signature, signer }) => {
  const { flow, state, moment } = progress
  const { ref, step } = awaiting(progress, 'sign', key) ?? {}
  if (!ref || !step || digest !== reviewDigest(flow, state)) return
  const { promised, due } = promisedTo(flow, state, moment)
  const { track, limit } = promised
  const law = [...new Set([...flow.carries, ...step.carries, ...promised.carries, limit])]
  append(progress, 'applicant', law, { kind: 'signed', ref, digest, signature, signer, track, due: due.at, limit })
  progress.effects.push({ kind: 'timer', key: 'promise', at: due.at, detail: 'promise' })
}

const signatureRefused: Handle<'signature-refused'> = (progress, { key, reason }) => {
  const asked = awaiting(progress, 'sign', key)
  if (asked) refuse(progress, 'system', asked.ref, asked.step.refused, reason)
}

const signingCancelled: Handle<'signing-cancelled'> = (progress, { key }) => {
  const asked = awaiting(progress, 'sign', key)
  if (asked) failed(progress, asked.ref, 'cancelled', 'signing-cancelled')
}

const registered: Handle<'registered'> = (progress, { key, number, at }) => {
  const { ref, step } = awaiting(progress, 'submit', key) ?? {}
  if (!ref || !step) return
  append(progress, 'system', step.carries, { kind: 'registered', ref, number, registeredAt: at })
  progress.effects.push({ kind: 'issue', ref, key: 'receipt', detail: 'receipt' })
}

const decided: Handle<'decided'> = (progress, { key, kind: _, at, ...decision }) => {
  const { ref, step } = awaiting(progress, 'act', key) ?? {}
  if (!ref || !step) return
  const consequence = step.outcomes[decision.outcome]
  if (consequence === undefined) throw new UnexpectedOutcome(`the decision '${decision.outcome}' is not in the flow`)
  if (consequence !== 'continue' && !step.grounds.includes(decision.ground ?? ''))
    throw new UnexpectedOutcome(`${ref} knows no ground '${decision.ground}'`)
  const law = [...step.carries, ...(consequence === 'continue' ? [] : consequence.carries)]
  append(progress, step.actor, law, { kind: 'decided', ref, decidedAt: at, ...decision })
}

const isOwed = (progress: Progress, paper: string, key: string) =>
  paper === 'receipt'
    ? progress.state.registered !== undefined
    : awaiting(progress, 'track', key) !== undefined && paper === paperOf(progress.flow, progress.state)

const isResult = (status: CaseStatus) => status === 'issued' || status === 'refused'

const tracked = ({ flow, state }: Progress) =>
  asKind(
    path(flow, state).find(({ step }) => step.kind === 'track'),
    'track',
  )

const issued: Handle<'issued'> = (progress, { key, paper, number }) => {
  const { ref, step } = tracked(progress) ?? {}
  if (!ref || !step || progress.state.papers[paper] || !isOwed(progress, paper, key)) return
  append(progress, 'system', paper === 'certificate' ? step.carries : [], { kind: 'issued', ref, paper, number })
  progress.says.push({ kind: 'paper', paper, number })
  if (paper !== 'receipt') progress.effects.push({ kind: 'deliver', ref, key: `deliver-${paper}`, detail: paper })
}

const delivered: Handle<'delivered'> = progress => {
  const { ref, step } = tracked(progress) ?? {}
  if (!ref || !step || progress.state.delivered || !isResult(progress.state.status)) return
  append(progress, 'system', step.delivered, { kind: 'delivered', ref, to: 'cabinet' })
}

const delayed: Handle<'delayed'> = (progress, { key, signature }) => {
  const { pending } = progress.state
  if (!pending || pending.key !== key || pending.delayed) return
  append(progress, 'system', [], { kind: 'delayed', ref: pending.ref, key })
  if (pending.what !== 'decision') note(progress, `delayed.${pending.what}`)
  if (signature) progress.effects.push({ kind: 'verify-signature', ref: pending.ref, key, detail: signature })
}

const remindAfter = days(7)
const expireAfter = days(7)

/** When an untouched draft is next to be looked at; undefined once the case is no draft. */
export function draftDue(state: CaseState): Instant | undefined {
  if (!['draft', 'halted'].includes(state.status)) return undefined
  const reminded = state.remindedAt !== undefined && state.remindedAt > state.lastActAt
  return reminded && state.remindedAt ? plus(state.remindedAt, expireAfter) : plus(state.lastActAt, remindAfter)
}

/** A draft that nobody touched for a week is mentioned once, and let go a week after that. */
function draftTime(progress: Progress): void {
  const due = draftDue(progress.state)
  if (due === undefined || due > progress.moment.at) return
  const reminded = progress.state.remindedAt !== undefined && progress.state.remindedAt > progress.state.lastActAt
  append(progress, 'system', [], { kind: reminded ? 'expired' : 'reminded' })
  note(progress, reminded ? 'draft-expired' : 'draft-reminder')
}

const timeCame: Handle<'time-came'> = (progress, { what }) => {
  const { state, moment } = progress
  if (what === 'draft') return draftTime(progress)
  if (!state.signed || state.decided || state.overdue || state.signed.due > moment.at) return
  append(progress, 'system', [state.signed.limit], { kind: 'overdue', limit: state.signed.limit })
  note(progress, 'overdue')
}

type Handles = { [K in OutsideInput['kind']]: Handle<K> }
const handles: Handles = {
  identified,
  'identity-refused': identityRefused,
  'register-answered': registerAnswered,
  'files-checked': filesChecked,
  'files-refused': filesRefused,
  'signature-accepted': signatureAccepted,
  'signature-refused': signatureRefused,
  'signing-cancelled': signingCancelled,
  registered,
  decided,
  issued,
  delivered,
  delayed,
  'time-came': timeCame,
}

const handle = <K extends OutsideInput['kind']>(
  kind: K,
  progress: Progress,
  input: Extract<OutsideInput, { kind: K }>,
) => handles[kind](progress, input)

export const outsideAnswers = (progress: Progress, input: OutsideInput): void => handle(input.kind, progress, input)
