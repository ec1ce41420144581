import { languages } from '../../../flows/values/language.ts'
import type { Bilingual } from '../compose.ts'
import type { Cell, Row, Run } from './row.ts'
import { column, type Style } from './styles.ts'

type Tag = Run['tag']

/** Kazakh in the left column, Russian in the right. */
export const sideBySide = (text: Bilingual, style: Style, tag: Tag = 'P'): Row =>
  languages.map(language => ({
    x: column[language],
    width: column.width,
    runs: [{ text: text[language], language, style, tag }],
  }))

/** Kazakh above, Russian below it in its own style; once when both say the same. */
export function stacked(text: Bilingual, kk: Style, ru: Style = kk): Run[] {
  const runs: Run[] = [{ text: text.kk, language: 'kk', style: kk, tag: 'P' }]
  if (text.ru !== text.kk) runs.push({ text: text.ru, language: 'ru', style: ru, tag: 'P' })
  return runs
}

/** Cells over a width, shared out in proportion, with `padding` on both sides of each. */
export function share(shares: readonly number[], x: number, width: number, padding: number): Omit<Cell, 'runs'>[] {
  const whole = shares.reduce((sum, part) => sum + part, 0)
  let left = x
  return shares.map(part => {
    const cell = { x: left + padding, width: (width * part) / whole - 2 * padding }
    left += (width * part) / whole
    return cell
  })
}
