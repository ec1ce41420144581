import type { Language } from '../../flows/values/language.ts'
import { hasText, translateDerived } from '../../locales/translate.ts'
import type { Application } from './applications.ts'
import { childrenOf } from './entered.ts'

/** `appointmentDecision-1`, `wards.2.birthCertificate-1`: the place that asked for the document, and which file of it this is. */
const wireName = /^(?<ref>(?:(?<list>\w+)\.(?<item>\d+)\.)?(?<document>\w+))-(?<file>\d+)$/

/** What an official reads instead of the name on the wire: «Бала 1: Баланың туу туралы куәлігінің көшірмесі». */
export function documentLabel(language: Language, application: Application, name: string): string {
  const { ref, list, item, document, file } = wireName.exec(name)?.groups ?? {}
  if (document === undefined || !hasText(language, application.service, `documents.${document}`)) return name
  const of = (path: string, values?: Record<string, number>) =>
    translateDerived(language, application.service, path, values)
  const number = childrenOf(application).indexOf(item ?? '') + 1
  const child = list !== undefined && number > 0 ? `${of(`steps.${list}.item`, { number })}: ` : ''
  const files = application.documents.filter(other => other.name.startsWith(`${ref}-`)).length
  return `${child}${of(`documents.${document}`)}${files > 1 ? ` · ${file}` : ''}`
}
