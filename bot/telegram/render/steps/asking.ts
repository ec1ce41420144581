import { translateDerived } from '../../../../locales/translate.ts'
import { caseButton, type Renderer, stepPath } from '../context.ts'
import { factParagraph } from '../facts.ts'
import { escapeHtml } from '../html.ts'
import { questionParagraphs, wayOut } from './question.ts'

const consentParts = ['who', 'what', 'purpose', 'term', 'withdrawal'] as const

export const consent: Renderer<'consent'> = (asked, context) => {
  const { say } = context
  const wording = consentParts.map(part =>
    escapeHtml(translateDerived(context.language, 'common', `consent.${asked.step.wording}.${part}`)),
  )
  return {
    paragraphs: [...questionParagraphs(asked, context), ...wording],
    buttons: [
      caseButton(say('common:buttons.agree'), asked, { kind: 'agreed' }),
      { text: say('common:buttons.notNow'), action: { kind: 'menu' } },
    ],
  }
}

export const ask: Renderer<'ask'> = (asked, context) => ({
  paragraphs: questionParagraphs(asked, context),
  buttons: wayOut(asked, context),
})

export const choose: Renderer<'choose'> = (asked, context) => {
  const { flow, state, place, step } = asked
  const shown = flow.steps.find(({ id }) => id === step.shows)
  const fact = step.shows === undefined ? undefined : state.facts[step.shows]
  const options = step.options.map(({ id }) =>
    caseButton(context.sayOf(flow, `${stepPath(asked)}.options.${id}`), asked, {
      kind: 'chose',
      ref: place.ref,
      option: id,
    }),
  )
  const facts = shown?.kind === 'check' && fact ? [factParagraph(shown.register, fact, context)] : []
  return {
    paragraphs: [...facts, ...questionParagraphs(asked, context)],
    buttons: [...options, ...wayOut(asked, context)],
  }
}
