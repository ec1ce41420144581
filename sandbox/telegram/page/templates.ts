import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import type { Language } from '../../../flows/values/language.ts'
import { type TextKey, type TextValues, translate } from '../../../locales/translate.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The page's templates; everything is escaped but what is marked safe. */
export const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), {
  autoescape: true,
  throwOnUndefined: false,
  trimBlocks: true,
  lstripBlocks: true,
})

templates.addFilter('text', (key: TextKey, language: Language, values?: TextValues) => translate(language, key, values))
