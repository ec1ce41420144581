import { type Asked, type Context, caseButton, type Renderer } from '../context.ts'
import { escapeHtml } from '../html.ts'
import { questionParagraphs, wayOut } from './question.ts'

/** «Ребёнок 1 — Серикова Айгуль»: the first thing typed about an item names it. */
function itemName({ flow, state, place, step }: Asked<'each'>, id: number, number: number, { sayOf }: Context): string {
  const label = sayOf(flow, `steps.${place.ref}.item`, { number })
  const naming = step.steps.find(inner => inner.kind === 'ask')
  const answer = naming && state.answers[`${place.ref}.${id}.${naming.id}`]
  return typeof answer === 'string' ? `${label} — ${answer}` : label
}

/** What is on the list so far; the items' own questions stand before it on the path. */
export const each: Renderer<'each'> = (asked, context) => {
  const { flow, state, place, step } = asked
  const ids = state.items[place.ref]?.ids ?? []
  const names = ids.map((id, i) => itemName(asked, id, i + 1, context))
  const text = (name: string) => context.sayOf(flow, `steps.${place.ref}.${name}`)
  const removals = ids.map((item, i) =>
    caseButton(context.sayOf(flow, `steps.${place.ref}.remove`, { item: names[i] ?? '' }), asked, {
      kind: 'removes-item',
      item,
    }),
  )
  return {
    paragraphs: [...questionParagraphs(asked, context), escapeHtml(names.join('\n'))],
    buttons: [
      caseButton(text('done'), asked, { kind: 'closes-items' }),
      ...(ids.length < step.atMost ? [caseButton(text('add'), asked, { kind: 'adds-item' })] : []),
      ...(ids.length > 1 ? removals : []),
      ...wayOut(asked, context),
    ],
  }
}
