import type { Question } from '../../../flows/reception/view.ts'
import { dateInAlmaty } from '../../../flows/values/time.ts'
import { formatDate, formatNotLaterInYear, formatNotLaterThanMoment } from '../../../locales/format.ts'
import type { Context } from './context.ts'

/** The term that the law sets for this case: of what was signed, else the one that would hold now. */
export function termInWords({ flow, state, promised }: Question, { say, sayOf }: Context): string {
  const track = state.signed?.track ?? promised.track
  return say('common:result.term', { promise: sayOf(flow, `promise.${track}`) })
}

/** «не позднее 27 ноября 2026 года»; a term in minutes names the minute. */
export function dueInWords({ flow, state, promised }: Question, { language }: Context): string {
  const track = state.signed?.track ?? promised.track
  const within = flow.promise.find(promise => promise.track === track)?.within ?? promised.within
  const at = state.signed?.due
  if (at === undefined) return ''
  if ('minutes' in within || 'workingHours' in within) return formatNotLaterThanMoment(language, at)
  return formatNotLaterInYear(language, dateInAlmaty(at))
}

/** Term and due date of what was submitted, each on its line. */
export function deadlineLines(question: Question, context: Context): string[] {
  const { due, state } = question
  if (!state.signed) return [termInWords(question, context)]
  const handOut = due.handOut && formatDate(context.language, due.handOut)
  return [
    termInWords(question, context),
    context.say('common:result.due', { due: dueInWords(question, context) }),
    ...(handOut ? [context.say('common:result.handOut', { date: handOut })] : []),
    ...(state.overdue ? [context.say('common:result.overdue')] : []),
  ]
}
