import type { Language } from '../../flows/values/language.ts'
import type { WebDependencies } from './dependencies.ts'
import { type Action, textOf } from './pages/pages.ts'

/** The way back to the conversation; undefined when it has no address, and then the page's words must do. */
export const chatAction = ({ chatUrl }: Pick<WebDependencies, 'chatUrl'>, language: Language): Action | undefined =>
  chatUrl === undefined ? undefined : { href: chatUrl, text: textOf(language, 'web:layout.toChat') }
