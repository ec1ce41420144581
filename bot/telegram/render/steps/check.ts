import { caseButton, menuButton, type Renderer } from '../context.ts'
import { bold, escapeHtml } from '../html.ts'
import type { Content } from '../message.ts'
import { questionParagraphs } from './question.ts'

/** The register said something that stops the service until the applicant has it mended. */
const halted =
  (refusal: string): Renderer<'check'> =>
  (asked, context): Content => {
    const { say, sayOf } = context
    const next = say('common:refusal.next', { next: sayOf(asked.flow, `refusals.${refusal}.next`) })
    return {
      paragraphs: [
        bold(sayOf(asked.flow, `refusals.${refusal}.title`)),
        escapeHtml(next),
        escapeHtml(say('common:refusal.draftKept')),
        escapeHtml(say('common:refusal.complain')),
      ],
      buttons: [
        caseButton(say('common:buttons.tryAgain'), asked, { kind: 'tries-again' }),
        caseButton(say('common:buttons.deleteThis'), asked, { kind: 'deletes' }),
        menuButton(context),
      ],
    }
  }

/** A register that is silent is waited for; it never counts as "not found". */
export const check: Renderer<'check'> = (asked, context) => {
  const { halted: stopped, pending } = asked.state
  if (stopped) return halted(stopped.refusal)(asked, context)
  const late = pending?.delayed ? [escapeHtml(context.say('common:waiting.register'))] : []
  return {
    paragraphs: late.length > 0 ? late : questionParagraphs(asked, context),
    buttons: [menuButton(context)],
    busy: late.length === 0,
  }
}
