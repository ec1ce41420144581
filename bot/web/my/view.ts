import type { CaseStatus } from '../../../flows/engine/case.ts'
import type { Language } from '../../../flows/values/language.ts'
import { formatDateTime, formatNotLaterThanMoment } from '../../../locales/format.ts'
import type { PersonalCase } from '../../../services/records/port.ts'
import { textOf } from '../pages/pages.ts'

const tones: Partial<Record<CaseStatus, 'good' | 'bad' | 'busy'>> = {
  submitted: 'busy',
  registered: 'busy',
  decided: 'busy',
  issued: 'good',
  refused: 'bad',
  halted: 'bad',
}
/** A due date says something only while something is due. */
const isWaiting = (status: CaseStatus) => tones[status] === 'busy'

/** An application as the personal page lists it, all in words. */
export function lineOf(language: Language, one: PersonalCase) {
  const { status, due, number } = one
  return {
    service: textOf(language, `${one.flow}:title`),
    status: textOf(language, `common:status.${status}`),
    tone: tones[status] ?? 'plain',
    facts: [
      textOf(language, 'common:cases.started', { date: formatDateTime(language, one.startedAt) }),
      ...(number ? [textOf(language, 'common:cases.number', { number })] : []),
      ...(due && isWaiting(status)
        ? [textOf(language, 'common:cases.due', { due: formatNotLaterThanMoment(language, due) })]
        : []),
    ],
    papers: one.papers.map(paper => ({
      text: textOf(language, `web:papers.${paper.kind}`),
      number: paper.number,
      at: formatDateTime(language, paper.at),
      href: `/my/papers/${encodeURIComponent(paper.number)}.pdf`,
      isSigned: paper.kind !== 'receipt',
    })),
  }
}
