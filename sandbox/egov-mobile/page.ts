import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { languages } from '../../flows/values/language.ts'
import { translateDerived } from '../../locales/translate.ts'
import type { Opened, Screen } from './phone.ts'

export interface TestPerson {
  iin: string
  /** As shown in a list. */
  name: string
  surname: string
  given: string
  patronymic?: string | undefined
  /** What this person's own certificate is like; good when nothing is said. */
  certificate?: 'valid' | 'expired' | 'revoked' | 'foreign'
}
export interface PageData {
  /** Where the page is mounted. */
  base: string
  link: string
  opened?: Opened
  people?: readonly TestPerson[]
  kinds?: readonly string[]
  screen?: Screen | undefined
}

const views = new nunjucks.Environment(new nunjucks.FileSystemLoader(fileURLToPath(new URL('.', import.meta.url))), {
  autoescape: true,
  throwOnUndefined: false,
})
/** Both languages, each marked for screen readers; the texts are ours and hold no markup. */
views.addGlobal('both', (path: string) =>
  languages.map(language => ({ language, text: translateDerived(language, 'sandbox-egov-mobile', path) })),
)

export const renderPage = (data: PageData): string => views.render('page.njk', data)
