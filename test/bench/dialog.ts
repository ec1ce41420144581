import { translate, translateDerived } from '../../locales/translate.ts'

/**
 * The dialog that all implementations hold: about one child after the other, name (typed), date of birth (typed), where
 * the birth is recorded (a button). Position 1 is the first child's name.
 */
export const questions = ['name', 'birthDate', 'birthRecord'] as const
export type QuestionName = (typeof questions)[number]

export const service = 'guardianship-certificate'
export const longest = 102
export const children = longest / questions.length

export const questionAt = (position: number): QuestionName => questions[(position - 1) % questions.length] ?? 'name'
export const childAt = (position: number): number => Math.ceil(position / questions.length)

/** How a button that matters is known by the end of its data, whoever made it. */
export const answerEnding = '=inRegisters'

const typed: Partial<Record<QuestionName, (seed: number) => string>> = {
  name: seed => `Серікова Айгүл ${'Әсемұлы'.slice(0, 3 + (seed % 5))}`,
  birthDate: seed => `${1 + (seed % 28)}.0${1 + (seed % 9)}.2015`,
}

/** What the citizen types at this position; undefined where he presses a button. */
export const typedAt = (position: number, seed: number): string | undefined => typed[questionAt(position)]?.(seed)

const text = (path: string, values?: Record<string, string | number>) => translateDerived('ru', service, path, values)
const button = (label: string, data: string) => [{ text: label, callback_data: data }]
const options = ['inRegisters', 'earlierOrAbroad'] as const
const texts = Object.fromEntries(questions.map(name => [name, text(`steps.wards.${name}.question`)]))
const labels = {
  options: Object.fromEntries(options.map(name => [name, text(`steps.wards.birthRecord.options.${name}`)])),
  back: translate('ru', 'common:buttons.back'),
  menu: translate('ru', 'common:buttons.menu'),
}
const children_ = Array.from({ length: children + 1 }, (_, i) => text('steps.wards.item', { number: i + 1 }))
const hint = text('steps.wards.birthDate.hint')

/** The question as the peers ask it: the same words and buttons as ours, made beforehand. */
export function questionMessage(position: number) {
  const name = questionAt(position)
  const answers =
    name === 'birthRecord' ? options.map(option => [labels.options[option] ?? '', `o${name}=${option}`]) : []
  const ways = [...answers, [labels.back, 'b'], [labels.menu, 'menu']] as [string, string][]
  const head = `${children_[childAt(position) - 1]}\n<b>${texts[name]}</b>`
  return {
    text: name === 'birthDate' ? `${head}\n\n${hint}` : head,
    extra: {
      parse_mode: 'HTML' as const,
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: ways.map(([label, data], i) => button(`${i + 1}. ${label}`, data)) },
    },
  }
}
