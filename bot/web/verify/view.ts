import type { Language } from '../../../flows/values/language.ts'
import { dateInAlmaty, instant, parsePlainDate } from '../../../flows/values/time.ts'
import { formatDate, formatDateTime } from '../../../locales/format.ts'
import { hasText } from '../../../locales/translate.ts'
import type { PaperRecord, ShownPaper } from '../../../services/records/port.ts'
import { textOf } from '../pages/pages.ts'

const tones = { genuine: 'good', replaced: 'calm', annulled: 'bad' } as const
const signatureTones = { valid: 'good', invalid: 'bad', unknown: 'calm', none: 'calm' } as const

/** How a paper stands, and what it shows when the right key was given. */
export function stand(language: Language, paper: PaperRecord, shown: ShownPaper | undefined) {
  return {
    tone: tones[paper.status],
    about: textOf(language, `web:verify.status.${paper.status}.body`),
    rows: [
      row(language, 'number', paper.number),
      row(language, 'kind', textOf(language, `web:papers.${paper.kind}`)),
      row(language, 'service', textOf(language, `${paper.flow}:title`)),
      row(language, 'issuedAt', formatDate(language, dateInAlmaty(paper.issuedAt))),
    ],
    shown: shown ? shownOf(language, shown) : null,
  }
}

const row = (language: Language, label: string, value: string) => ({
  label: textOf(language, `web:verify.rows.${label}`),
  value,
})

const shownOf = (language: Language, { shown, signature, signer }: ShownPaper) => ({
  rows: shown.map(({ name, value }) => ({
    label: textOf(language, `web:verify.fields.${name}`),
    value: inWords(language, name, typeof value === 'string' ? value : value[language]),
  })),
  signature: textOf(language, `web:verify.signature.${signature}`),
  tone: signatureTones[signature],
  signer: signer ?? null,
})

/** Fields hold values as the forms of papers take them: dates, and names of choices that have a text. */
function inWords(language: Language, name: string, value: string): string {
  const date = parsePlainDate(value)
  if (date) return formatDate(language, date)
  if (instantPattern.test(value)) return formatDateTime(language, instant(value))
  return hasText(language, 'web', `verify.values.${name}.${value}`)
    ? textOf(language, `web:verify.values.${name}.${value}`)
    : value
}
const instantPattern = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/
