import { days, type Instant, plus } from '../values/time.ts'
import type { Actor, Refusal, RequirementId, Step } from '../vocabulary.ts'
import type { CaseState } from './case.ts'
import type { Ref } from './entries.ts'
import type { OutsideInput } from './input.ts'
import { type Place, path } from './path.ts'
import { position } from './position.ts'
import { append, note, type Progress } from './progress.ts'
import { promisedTo } from './promised.ts'
import { reviewDigest } from './review.ts'

type Handle<K extends OutsideInput['kind']> = (progress: Progress, input: Extract<OutsideInput, { kind: K }>) => void

/** An outside answer that the flow has no word for: our fault or the outside's, never the applicant's. */
export class UnexpectedOutcome extends Error {
  override readonly name = 'UnexpectedOutcome'
}

function stepOf<K extends Step['kind']>(
  progress: Progress,
  kind: K,
): { place: Place; step: Extract<Step, { kind: K }> } | undefined {
  const place = path(progress.flow, progress.state).find(({ step }) => step.kind === kind)
  return place && { place, step: place.step as Extract<Step, { kind: K }> }
}

const isFor = (progress: Progress, key: string) => progress.state.pending?.key === key

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

const identified: Handle<'identified'> = (progress, { iin, name }) => {
  const found = stepOf(progress, 'identify')
  if (!found || position(progress.flow, progress.state)?.ref !== found.place.ref) return
  const { place, step } = found
  if (progress.state.answers[step.mustMatch] !== iin)
    return failed(progress, place.ref, 'other-person', 'identity.other-person')
  append(progress, 'applicant', step.carries, { kind: 'identified', ref: place.ref, iin, name })
}

const identityRefused: Handle<'identity-refused'> = (progress, { reason }) => {
  const found = stepOf(progress, 'identify')
  if (!found || progress.state.applicant) return
  if (reason === 'cancelled') return failed(progress, found.place.ref, 'cancelled', 'identity.cancelled')
  refuse(progress, 'system', found.place.ref, found.step.refused, reason)
}

const registerAnswered: Handle<'register-answered'> = (progress, { key, outcome, data }) => {
  const place = path(progress.flow, progress.state).find(({ ref }) => ref === progress.state.pending?.ref)
  if (!isFor(progress, key) || place?.step.kind !== 'check') return
  const { ref, step } = place
  const consequence = step.outcomes[outcome]
  if (consequence === undefined) throw new UnexpectedOutcome(`${ref} has no outcome '${outcome}'`)
  const goodUntil = plus(progress.moment.at, step.goodFor.minutes * 60_000)
  append(progress, 'system', step.carries, { kind: 'fact', ref, outcome, data, goodUntil })
  if (consequence === 'continue') return
  append(progress, 'system', consequence.carries, { kind: 'halted', ref, refusal: consequence.id })
}

const filesChecked: Handle<'files-checked'> = (progress, { key, documents }) => {
  const { pending } = progress.state
  if (!isFor(progress, key) || pending?.what !== 'files') return
  const law = path(progress.flow, progress.state).find(({ ref }) => ref === pending.ref)?.step.carries ?? []
  append(progress, 'applicant', law, { kind: 'answered', ref: pending.ref, value: { documents } })
  note(progress, 'files-accepted', { count: documents.length })
}

const filesRefused: Handle<'files-refused'> = (progress, { key, problem }) => {
  const { pending } = progress.state
  if (isFor(progress, key) && pending?.what === 'files') failed(progress, pending.ref, problem, `files.${problem}`)
}

const signatureAccepted: Handle<'signature-accepted'> = (progress, { key, digest, signature, signer }) => {
  const found = stepOf(progress, 'sign')
  if (!found || !isFor(progress, key) || digest !== reviewDigest(progress.flow, progress.state)) return
  const { promised, due } = promisedTo(progress.flow, progress.state, progress.moment)
  const { track, limit } = promised
  const law: RequirementId[] = [
    ...new Set([...progress.flow.carries, ...found.step.carries, ...promised.carries, limit]),
  ]
  append(progress, 'applicant', law, {
    kind: 'signed',
    ref: found.place.ref,
    digest,
    signature,
    signer,
    track,
    due: due.at,
    limit,
  })
  progress.effects.push({ kind: 'timer', key: 'promise', at: due.at, detail: 'promise' })
}

const signatureRefused: Handle<'signature-refused'> = (progress, { key, reason }) => {
  const found = stepOf(progress, 'sign')
  if (found && isFor(progress, key)) refuse(progress, 'system', found.place.ref, found.step.refused, reason)
}

const signingCancelled: Handle<'signing-cancelled'> = (progress, { key }) => {
  const found = stepOf(progress, 'sign')
  if (found && isFor(progress, key)) failed(progress, found.place.ref, 'cancelled', 'signing-cancelled')
}

const registered: Handle<'registered'> = (progress, { key, number, at }) => {
  const found = stepOf(progress, 'submit')
  if (!found || !isFor(progress, key)) return
  append(progress, 'system', found.step.carries, { kind: 'registered', ref: found.place.ref, number, registeredAt: at })
  progress.effects.push({ kind: 'issue', ref: found.place.ref, key: 'receipt', detail: 'receipt' })
}

const decided: Handle<'decided'> = (progress, { key, kind: _, at, ...decision }) => {
  const found = stepOf(progress, 'act')
  if (!found || !isFor(progress, key)) return
  const consequence = found.step.outcomes[decision.outcome]
  if (consequence === undefined) throw new UnexpectedOutcome(`the decision '${decision.outcome}' is not in the flow`)
  const law = [...found.step.carries, ...(consequence === 'continue' ? [] : consequence.carries)]
  append(progress, found.step.actor, law, { kind: 'decided', ref: found.place.ref, decidedAt: at, ...decision })
}

const issued: Handle<'issued'> = (progress, { key, paper, number }) => {
  const found = stepOf(progress, 'track')
  if (!found || progress.state.papers[paper] || (paper !== 'receipt' && !isFor(progress, key))) return
  const law = paper === 'certificate' ? found.step.carries : []
  append(progress, 'system', law, { kind: 'issued', ref: found.place.ref, paper, number })
  progress.says.push({ kind: 'paper', paper, number })
  if (paper !== 'receipt')
    progress.effects.push({ kind: 'deliver', ref: found.place.ref, key: `deliver-${paper}`, detail: paper })
}

const delivered: Handle<'delivered'> = progress => {
  const found = stepOf(progress, 'track')
  if (!found || progress.state.delivered) return
  append(progress, 'system', found.step.delivered, { kind: 'delivered', ref: found.place.ref, to: 'cabinet' })
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
  const { state } = progress
  if (what === 'draft') return draftTime(progress)
  if (!state.signed || state.decided || state.overdue) return
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
