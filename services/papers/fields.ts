import type { Language } from '../../flows/values/language.ts'
import { type Instant, instant, type PlainDate, parsePlainDate } from '../../flows/values/time.ts'
import { formatDate, formatDateOfAct, formatNotLaterInYear, formatNotLaterThanMoment } from '../../locales/format.ts'
import type { FieldType, FieldTypes, When } from './form.ts'
import { PaperIncomplete, type PaperValue } from './port.ts'

type Words = Record<string, string | number>

/** What texts of one part of a paper may name: the fields of the paper, or of one item of a list and all around it. */
export interface Scope {
  words: Record<Language, Words>
  /** Values as they were given, for conditions. */
  given: Record<string, string>
  lists: Record<string, Scope[]>
}

export const applies = (when: When, { given }: Scope): boolean =>
  when === undefined || (when.is === undefined ? when.field in given : given[when.field] === when.is)

/** Reads values by the form's field types. Errors: `PaperIncomplete` names a field that is absent or of another shape. */
export function readFields(types: FieldTypes, values: Record<string, PaperValue>, around: Scope): Scope {
  const scope: Scope = {
    words: { kk: { ...around.words.kk }, ru: { ...around.words.ru } },
    given: { ...around.given },
    lists: { ...around.lists },
  }
  for (const [name, type] of Object.entries(types)) {
    if (typeof type === 'string') addField(scope, name, type, values[name])
    else addList(scope, name, type, values[name])
  }
  return scope
}

function addField(scope: Scope, name: string, type: FieldType, value: PaperValue | undefined): void {
  const absent = value === undefined || value === ''
  if (absent && type !== 'text?') throw new PaperIncomplete(`The field ${name} is not given`)
  const { kk, ru } = absent ? { kk: '', ru: '' } : inBothLanguages(name, value)
  scope.words.kk[name] = write('kk', name, type, kk)
  scope.words.ru[name] = write('ru', name, type, ru)
  if (!absent) scope.given[name] = kk
}

function addList(scope: Scope, name: string, types: FieldTypes, value: PaperValue | undefined): void {
  if (!Array.isArray(value)) throw new PaperIncomplete(`The field ${name} is not a list`)
  scope.words.kk[name] = value.length
  scope.words.ru[name] = value.length
  scope.lists[name] = value.map((item, i) => {
    if (typeof item === 'string' || Array.isArray(item)) throw new PaperIncomplete(`An item of ${name} has no fields`)
    const index = { kk: { ...scope.words.kk, index: i + 1 }, ru: { ...scope.words.ru, index: i + 1 } }
    return readFields(types, item, { ...scope, words: index })
  })
}

function inBothLanguages(name: string, value: PaperValue): Record<Language, string> {
  if (typeof value === 'string') return { kk: value, ru: value }
  if (!Array.isArray(value) && typeof value.kk === 'string' && typeof value.ru === 'string')
    return { kk: value.kk, ru: value.ru }
  throw new PaperIncomplete(`The field ${name} is not one text or a text in both languages`)
}

function write(language: Language, name: string, type: FieldType, value: string): string {
  if (type === 'date') return formatDate(language, readDate(name, value))
  if (type === 'dateOfAct') return formatDateOfAct(language, readDate(name, value))
  if (type !== 'notLater') return value
  const date = parsePlainDate(value)
  return date ? formatNotLaterInYear(language, date) : formatNotLaterThanMoment(language, readMoment(name, value))
}

function readDate(name: string, value: string): PlainDate {
  const date = parsePlainDate(value)
  if (date === undefined) throw new PaperIncomplete(`The field ${name} is not a date`)
  return date
}

function readMoment(name: string, value: string): Instant {
  if (Number.isNaN(Date.parse(value))) throw new PaperIncomplete(`The field ${name} is neither a date nor a moment`)
  return instant(value)
}
