import type { Language } from '../flows/values/language.ts'
import { translate } from './translate.ts'

/** A citation that a flow cannot hold: a fault of ours. */
export class UnreadableLaw extends Error {
  override readonly name = 'UnreadableLaw'
}

/** '§11(8)–(9)', '§2–3', or an article of a law by its number: '№ 94-V §8'. */
const citation = /^(?:(?<act>№ \S+) )?§(?<paragraph>\d+(?:–\d+)?)(?<points>\(\d+\)(?:–\(\d+\))?)?$/

/**
 * The paragraph that a flow cites, as lawyers write it: «Регламенттің 11-тармағының 4) тармақшасы» · «подпункт 4)
 * пункта 11 Регламента». Errors: `UnreadableLaw`.
 */
export function formatLaw(language: Language, law: string): string {
  const found = citation.exec(law)?.groups
  if (!found) throw new UnreadableLaw(law)
  const { act, paragraph = '', points } = found
  if (act !== undefined) return translate(language, 'format:law.article', { act, article: paragraph })
  const many = (text: string) => (text.includes('–') ? 'many' : 'one')
  if (points === undefined) return translate(language, 'format:law.paragraph', { count: many(paragraph), paragraph })
  const read = points.replaceAll('(', '')
  return translate(language, 'format:law.point', { count: many(points), paragraph, points: read })
}
