import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Language, languages } from '../flows/values/language.ts'

/** Texts of one namespace: messages in ICU syntax, nested as deep as their keys. */
export interface TextTree {
  [key: string]: string | TextTree
}
export type Texts = Record<Language, Record<string, TextTree>>

/** Reads `<folder>/<language>/<namespace>.json`: dropping in a file adds a namespace. */
export function readTexts(folder: URL = new URL('.', import.meta.url)): Texts {
  const inLanguage = (language: Language) => [language, readNamespaces(new URL(`${language}/`, folder))]
  return Object.fromEntries(languages.map(inLanguage))
}

function readNamespaces(folder: URL): Record<string, TextTree> {
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  const read = (name: string): TextTree => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  return Object.fromEntries(files.map(name => [basename(name, '.json'), read(name)]))
}
