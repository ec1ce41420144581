import { revisitablePlaces } from '../../../../flows/engine/position.ts'
import type { StepKind } from '../../../../flows/vocabulary.ts'
import { type Asked, type Context, caseButton, menuButton, stepPath } from '../context.ts'
import { bold, escapeHtml } from '../html.ts'
import type { ActionButton } from '../message.ts'

/** The question in bold, and its hint where it has one. Inside a repetition the item is named first. */
export function questionParagraphs({ flow, place }: Asked<StepKind>, { sayOf, has }: Context): string[] {
  const { item } = place
  const about = item ? [escapeHtml(sayOf(flow, `steps.${item.of}.item`, { number: item.number }))] : []
  const hint = `${stepPath({ place })}.hint`
  const head = [...about, bold(sayOf(flow, `${stepPath({ place })}.question`))].join('\n')
  return [head, ...(has(flow, hint) ? [escapeHtml(sayOf(flow, hint))] : [])]
}

/** Ways out that every question of a draft has: keep what was, go back, leave. */
export function wayOut(question: Asked<StepKind>, context: Context): ActionButton[] {
  const { flow, state, place } = question
  const behind = revisitablePlaces(flow, state).some(({ ref }) => ref !== place.ref)
  return [
    ...(state.revisiting === place.ref
      ? [caseButton(context.say('common:buttons.keep'), question, { kind: 'keeps' })]
      : []),
    ...(behind ? [caseButton(context.say('common:buttons.back'), question, { kind: 'went-back' })] : []),
    menuButton(context),
  ]
}
