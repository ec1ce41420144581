import { createInstance } from 'i18next'
import ICU from 'i18next-icu'
import { type Language, languages } from '../flows/values/language.ts'
import type { Namespaces } from './namespaces.ts'
import { readTexts } from './texts.ts'

/** Values by placeholder name. Write a date, a size or a span with locales/format.ts before passing it. */
export type TextValues = Readonly<Record<string, string | number>>

type Leaves<Tree, Prefix extends string> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? `${Prefix}${Key}` : Leaves<Tree[Key], `${Prefix}${Key}.`>
}[keyof Tree & string]

/** Every key of the namespaces listed in locales/namespaces.ts, as '<namespace>:<path>'. */
export type TextKey = { [Name in keyof Namespaces]: Leaves<Namespaces[Name], `${Name}:`> }[keyof Namespaces]

/** A text that should exist does not, in this language. Never softened: a wrong language or a bare key is not an answer. */
export class MissingText extends Error {
  override readonly name = 'MissingText'
}
/** A message cannot be written: its ICU syntax is wrong or a value that it names was not given. */
export class UnwritableText extends Error {
  override readonly name = 'UnwritableText'
}

const i18n = createInstance()
const icu = new ICU({
  parseErrorHandler: (cause, key) => {
    throw new UnwritableText(`The text ${key} cannot be written`, { cause })
  },
})
i18n.use(icu).init({
  resources: readTexts(),
  supportedLngs: languages,
  lng: 'kk',
  fallbackLng: false,
  initAsync: false,
  appendNamespaceToMissingKey: true,
  parseMissingKeyHandler: key => {
    throw new MissingText(`No text for ${key}`)
  },
})

/** The text of a key in a language. Errors: `MissingText`, `UnwritableText`. */
export const translate = (language: Language, key: TextKey, values?: TextValues): string => write(language, key, values)

/**
 * The text of a key made from data: a flow's step, a refusal, a register's outcome. `path` is dotted.
 * Errors: as `translate`; the keys of known families are also checked before anything runs (test/soundness).
 */
export const translateDerived = (language: Language, namespace: string, path: string, values?: TextValues): string =>
  write(language, `${namespace}:${path}`, values)

/** For optional texts only (a hint that few steps have); a text that must exist is simply translated. */
export const hasText = (language: Language, namespace: string, path: string): boolean =>
  typeof i18n.getResource(language, namespace, path) === 'string'

/** Texts without values never change: they are put into words once. */
const plain = new Map<string, string>()

function write(language: Language, key: string, values?: TextValues): string {
  if (values !== undefined) return formatted(language, key, values)
  const name = `${language}:${key}`
  const text = plain.get(name) ?? formatted(language, key, {})
  plain.set(name, text)
  return text
}

function formatted(language: Language, key: string, values: TextValues): string {
  const text: unknown = i18n.t(key, { ...values, lng: language })
  if (typeof text !== 'string') throw new MissingText(`${key} is a group of texts, not a text (${language})`)
  return text
}
