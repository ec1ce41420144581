import type { AnswerValue } from '../../../flows/engine/entries.ts'
import type { Place } from '../../../flows/engine/path.ts'
import { maskNumber } from '../../../flows/values/iin.ts'
import { parsePlainDate } from '../../../flows/values/time.ts'
import type { Flow, FormatName } from '../../../flows/vocabulary.ts'
import { formatDate } from '../../../locales/format.ts'
import { type Context, stepPath } from './context.ts'

function dateInWords(value: string, { language }: Context): string {
  const date = parsePlainDate(value)
  return date === undefined ? value : formatDate(language, date)
}

const phoneParts = /^(\+7)(\d{3})(\d{3})(\d{2})(\d{2})$/

/** The IIN is shown to nobody in full, not even to its owner: chats are read over shoulders. */
const typedInWords: Record<FormatName, (value: string, context: Context) => string> = {
  iin: maskNumber,
  'birth-date': dateInWords,
  phone: value => value.replace(phoneParts, '$1 $2 $3 $4 $5'),
  'full-name': value => value,
  address: value => value,
  text: value => value,
}

const pagesOf = (answer: Exclude<AnswerValue, string>) => answer.documents.reduce((sum, { pages }) => sum + pages, 0)

/** An answer as its owner would say it. */
export function answerInWords(flow: Flow, place: Place, answer: AnswerValue, context: Context): string {
  if (typeof answer !== 'string') return context.say('common:answers.documents', { pages: pagesOf(answer) })
  const { step } = place
  if (step.kind === 'ask') return typedInWords[step.format](answer, context)
  return step.kind === 'choose' ? context.sayOf(flow, `${stepPath({ place })}.options.${answer}`) : answer
}

/** «Ребёнок 2»; empty outside a repetition. */
export const itemLabel = (flow: Flow, { item }: Place, { sayOf }: Context): string =>
  item ? sayOf(flow, `steps.${item.of}.item`, { number: item.number }) : ''

/** What an answer is called in a list: «Телефон», «Ребёнок 2: Дата рождения». */
export const answerLabel = (flow: Flow, place: Place, context: Context): string =>
  [itemLabel(flow, place, context), context.sayOf(flow, `${stepPath({ place })}.review`)].filter(Boolean).join(': ')
