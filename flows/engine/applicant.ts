import { formats } from '../values/formats.ts'
import { dateInAlmaty } from '../values/time.ts'
import type { RequirementId } from '../vocabulary.ts'
import type { AnswerValue, Ref } from './entries.ts'
import type { ApplicantInput } from './input.ts'
import { type Place, path } from './path.ts'
import { position, revisitablePlaces } from './position.ts'
import { append, nextKey, note, type Progress } from './progress.ts'
import { reviewDigest } from './review.ts'
import { withdrawDependents } from './withdrawal.ts'

type Handle<K extends ApplicantInput['kind']> = (
  progress: Progress,
  place: Place,
  input: Extract<ApplicantInput, { kind: K }>,
) => void

function answer(progress: Progress, ref: Ref, value: AnswerValue, law: readonly RequirementId[]): void {
  const before = progress.state.answers[ref]
  const unchanged = before === value
  append(
    progress,
    'applicant',
    unchanged ? [] : law,
    unchanged ? { kind: 'revisited' } : { kind: 'answered', ref, value },
  )
  if (before !== undefined && !unchanged) withdrawDependents(progress, ref)
}

/** Documents for this very place are still being checked. */
const isChecking = ({ state: { pending } }: Progress, ref: Ref) => pending?.what === 'files' && pending.ref === ref

const typed: Handle<'typed'> = (progress, { ref, step }, { text }) => {
  if (isChecking(progress, ref)) return void note(progress, 'still-checking')
  if (step.kind !== 'ask') return void note(progress, `not-typed.${step.kind}`)
  const result = formats[step.format](text, dateInAlmaty(progress.moment.at))
  if (!result.ok) return void note(progress, `formats.${step.format}.${result.problem}`)
  answer(progress, ref, result.value, step.carries)
}

const chose: Handle<'chose'> = (progress, { ref, step }, input) => {
  if (input.ref !== ref || step.kind !== 'choose') return
  const option = step.options.find(({ id }) => id === input.option)
  if (option) answer(progress, ref, option.id, [...step.carries, ...(option.carries ?? [])])
}

const sentFiles: Handle<'sent-files'> = (progress, { ref, step }, { files }) => {
  if (step.kind !== 'upload') return void note(progress, 'no-file-asked')
  if (files.length === 0) return void note(progress, 'not-typed.upload')
  if (isChecking(progress, ref)) return void note(progress, 'still-checking')
  const key = nextKey(progress)
  append(progress, 'applicant', [], { kind: 'requested', ref, what: 'files', key, files })
  progress.effects.push({ kind: 'take-files', ref, key })
}

const agreed: Handle<'agreed'> = (progress, { ref, step }) => {
  if (step.kind === 'consent') answer(progress, ref, step.wording, step.carries)
}

const confirmed: Handle<'confirmed'> = (progress, { ref, step }) => {
  if (step.kind !== 'review') return
  append(progress, 'applicant', step.carries, {
    kind: 'reviewed',
    ref,
    digest: reviewDigest(progress.flow, progress.state),
  })
}

const wentBack: Handle<'went-back'> = (progress, place) => {
  const order = path(progress.flow, progress.state).map(({ ref }) => ref)
  const target = revisitablePlaces(progress.flow, progress.state).findLast(
    ({ ref }) => order.indexOf(ref) < order.indexOf(place.ref),
  )
  if (target === undefined) return void note(progress, 'nothing-behind')
  append(progress, 'applicant', [], { kind: 'revisited', ref: target.ref })
}

const changes: Handle<'changes'> = (progress, _, { ref }) => {
  if (revisitablePlaces(progress.flow, progress.state).some(place => place.ref === ref))
    append(progress, 'applicant', [], { kind: 'revisited', ref })
}

const addsItem: Handle<'adds-item'> = (progress, { ref, step }) => {
  if (step.kind !== 'each') return
  const ids = progress.state.items[ref]?.ids ?? []
  if (ids.length >= step.atMost) return void note(progress, 'no-more-items', { most: step.atMost })
  append(progress, 'applicant', step.carries, { kind: 'item-added', ref, item: Math.max(0, ...ids) + 1 })
}

const removesItem: Handle<'removes-item'> = (progress, { ref, step }, { item }) => {
  if (step.kind !== 'each') return
  const ids = progress.state.items[ref]?.ids ?? []
  if (ids.length > 1 && ids.includes(item)) append(progress, 'applicant', [], { kind: 'item-removed', ref, item })
}

const closesItems: Handle<'closes-items'> = (progress, { ref, step }) => {
  if (step.kind === 'each') append(progress, 'applicant', step.carries, { kind: 'items-closed', ref })
}

const triesAgain: Handle<'tries-again'> = (progress, { ref, step }) => {
  if (step.kind === 'sign') append(progress, 'applicant', [], { kind: 'withdrawn', ref, because: 'stale' })
  if (progress.state.halted)
    append(progress, 'applicant', [], { kind: 'withdrawn', ref: progress.state.halted.ref, because: 'stale' })
}

const deletes: Handle<'deletes'> = progress => {
  append(progress, 'applicant', [], { kind: 'deleted' })
}

type Handles = { [K in ApplicantInput['kind']]: Handle<K> }
const handles: Handles = {
  typed,
  chose,
  'sent-files': sentFiles,
  agreed,
  confirmed,
  'went-back': wentBack,
  changes,
  keeps: progress => append(progress, 'applicant', [], { kind: 'revisited' }),
  'adds-item': addsItem,
  'removes-item': removesItem,
  'closes-items': closesItems,
  'tries-again': triesAgain,
  deletes,
}

/** What may still be done once the request is signed: nothing that would change it. */
const open = (progress: Progress) => progress.state.status === 'draft' || progress.state.status === 'halted'

const outOfHalt: readonly ApplicantInput['kind'][] = ['tries-again', 'deletes', 'went-back', 'changes']

const handle = <K extends ApplicantInput['kind']>(
  kind: K,
  progress: Progress,
  place: Place,
  input: Extract<ApplicantInput, { kind: K }>,
) => handles[kind](progress, place, input)

export function applicantActs(progress: Progress, input: ApplicantInput): void {
  const place = position(progress.flow, progress.state)
  if (place === undefined) return
  if (!open(progress)) return void note(progress, input.kind === 'sent-files' ? 'no-file-asked' : 'already-sent')
  if (progress.state.halted && !progress.state.revisiting && !outOfHalt.includes(input.kind)) return
  handle(input.kind, progress, place, input)
}
