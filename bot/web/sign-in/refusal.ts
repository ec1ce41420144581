import type { Language } from '../../../flows/values/language.ts'
import type { Refusal } from '../../../flows/vocabulary.ts'
import { formatLaw } from '../../../locales/law.ts'
import { type Said, textOf } from '../pages/pages.ts'

/** A refusal in the words of the regulation: what, why, by which paragraph, and what next. */
export function refusalWords(language: Language, flow: string, refusal: Refusal, reason: string): Said {
  const of = (path: string) => textOf(language, `${flow}:refusals.${refusal.id}.${path}`)
  const title = of('title')
  return {
    title,
    paragraphs: [
      textOf(language, 'common:refusal.reason', { reason: of(`reasons.${reason}`) }),
      textOf(language, 'common:refusal.next', { next: of('next') }),
      textOf(language, 'common:refusal.draftKept'),
      textOf(language, 'common:refusal.law', { law: formatLaw(language, refusal.law) }),
    ],
  }
}
