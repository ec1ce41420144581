import { formatDateTime } from '../../../../locales/format.ts'
import { type Asked, type Context, menuButton, type Renderer } from '../context.ts'
import { deadlineLines } from '../deadline.ts'
import { escapeHtml } from '../html.ts'
import type { Button } from '../message.ts'
import { questionParagraphs, wayOut } from './question.ts'

export const copyButton = (number: string, { say }: Context): Button => ({
  text: say('common:buttons.copyNumber'),
  copy: number,
})

/** Signed; the regional gateway has not answered with a number yet. */
export const submit: Renderer<'submit'> = (asked, context) => {
  const late = asked.state.pending?.delayed
  const head = late ? [escapeHtml(context.say('common:waiting.registration'))] : questionParagraphs(asked, context)
  return {
    paragraphs: [...head, deadlineLines(asked, context).map(escapeHtml).join('\n')],
    buttons: [menuButton(context)],
    busy: !late,
  }
}

function registration({ state }: Asked<'act'>, { say, language }: Context): string[] {
  if (!state.registered) return []
  const { number, at } = state.registered
  return [
    say('common:result.number', { number }),
    say('common:result.registeredAt', { at: formatDateTime(language, at) }),
  ]
}

/** Registered; an official decides. */
export const act: Renderer<'act'> = (asked, context) => {
  const number = asked.state.registered?.number
  const lines = [...registration(asked, context), ...deadlineLines(asked, context)]
  return {
    paragraphs: [...questionParagraphs(asked, context), escapeHtml(lines.join('\n'))],
    buttons: [...(number ? [copyButton(number, context)] : []), menuButton(context)],
  }
}

/** A paper on its way between officials: there is nothing for the applicant to do. */
export const handOver: Renderer<'hand-over'> = (asked, context) => ({
  paragraphs: questionParagraphs(asked, context),
  buttons: [menuButton(context)],
})

/** Slots are chosen in an exchange of their own; the question says what is booked. */
export const book: Renderer<'book'> = (asked, context) => ({
  paragraphs: questionParagraphs(asked, context),
  buttons: wayOut(asked, context),
})
