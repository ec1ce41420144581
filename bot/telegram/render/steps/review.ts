import { revisitablePlaces } from '../../../../flows/engine/position.ts'
import { answerInWords, answerLabel } from '../answers.ts'
import { type Asked, type Context, caseButton, menuButton, type Renderer } from '../context.ts'
import { termInWords } from '../deadline.ts'
import { factParagraph } from '../facts.ts'
import { escapeHtml } from '../html.ts'
import { questionParagraphs } from './question.ts'

const factParagraphs = ({ flow, state }: Asked<'review'>, context: Context): string[] =>
  flow.steps.flatMap(step => {
    const fact = state.facts[step.id]
    const shown = fact && flow.steps.some(other => other.kind === 'choose' && other.shows === step.id)
    return step.kind === 'check' && shown && fact.outcome === 'found'
      ? [factParagraph(step.register, fact, context)]
      : []
  })

function answerLines({ flow, state }: Asked<'review'>, context: Context): string[] {
  return revisitablePlaces(flow, state).flatMap(place => {
    const answer = state.answers[place.ref]
    if (answer === undefined) return []
    return [`${answerLabel(flow, place, context)}: ${answerInWords(flow, place, answer, context)}`]
  })
}

function changeButtons(asked: Asked<'review'>, context: Context) {
  return revisitablePlaces(asked.flow, asked.state).map(place =>
    caseButton(context.say('common:buttons.change', { what: answerLabel(asked.flow, place, context) }), asked, {
      kind: 'changes',
      ref: place.ref,
    }),
  )
}

/** Everything that goes into the signed request, in words, and a way to change each answer. */
export const review: Renderer<'review'> = (asked, context) => {
  const { say } = context
  const name = asked.state.applicant?.name
  const applicant = name === undefined ? [] : [say('common:review.applicant', { name })]
  return {
    paragraphs: [
      ...questionParagraphs(asked, context),
      ...factParagraphs(asked, context),
      [...applicant, ...answerLines(asked, context)].map(escapeHtml).join('\n'),
      [termInWords(asked, context), say('common:review.signs')].map(escapeHtml).join('\n'),
    ],
    buttons: [
      caseButton(say('common:buttons.confirm'), asked, { kind: 'confirmed' }),
      ...changeButtons(asked, context),
      menuButton(context),
    ],
  }
}
