import type { Saying } from '../../../flows/engine/input.ts'
import type { Question } from '../../../flows/reception/view.ts'
import { formatDateTime } from '../../../locales/format.ts'
import { formatLaw } from '../../../locales/law.ts'
import { translateDerived } from '../../../locales/translate.ts'
import { type Context, pageUrl } from './context.ts'
import { bold, escapeHtml } from './html.ts'

/** Notes live in `common:notes`, under the key that the engine or the reception gave; they may name the citizen's own page. */
export const noteParagraph = ({ key, values }: Extract<Saying, { kind: 'note' }>, context: Context): string =>
  escapeHtml(translateDerived(context.language, 'common', `notes.${key}`, { ...values, my: pageUrl('/my', context) }))

/** As the regulation words it, with number, time, ground, law, what next and how to complain (D-20). */
export function refusalParagraph(
  { refusal, reason, number, at, law }: Extract<Saying, { kind: 'refusal' }>,
  { flow }: Question,
  { say, sayOf, language }: Context,
): string {
  const lines = [
    say('common:refusal.reason', { reason: sayOf(flow, `refusals.${refusal}.reasons.${reason}`) }),
    say('common:refusal.attempt', { number: String(number), at: formatDateTime(language, at) }),
    say('common:refusal.law', { law: formatLaw(language, law) }),
    say('common:refusal.next', { next: sayOf(flow, `refusals.${refusal}.next`) }),
    say('common:refusal.draftKept'),
    say('common:refusal.complain'),
  ]
  return [bold(sayOf(flow, `refusals.${refusal}.title`)), ...lines.map(escapeHtml)].join('\n')
}
