import type { ButtonInput } from '../../../flows/reception/action.ts'
import type { Question } from '../../../flows/reception/view.ts'
import type { Language } from '../../../flows/values/language.ts'
import type { Flow, Step, StepKind } from '../../../flows/vocabulary.ts'
import { hasText, type TextKey, type TextValues, translate, translateDerived } from '../../../locales/translate.ts'
import type { Links } from '../../../services/cases/port.ts'
import type { ActionButton, Content } from './message.ts'

/** What renderers need of the outside: how links to our own pages and to the signing app are made. */
export interface Surroundings {
  links: Links
  /** Without a slash at the end. */
  publicUrl: string
  /** The link that opens eGov Mobile with the address of API №1. */
  mobileSignLink: (api1Url: string) => string
}

/** One language, and shortcuts for what every renderer says. */
export interface Context extends Surroundings {
  language: Language
  say: (key: TextKey, values?: TextValues) => string
  sayOf: (flow: Flow, path: string, values?: TextValues) => string
  has: (flow: Flow, path: string) => boolean
}

export const contextFor = (language: Language, surroundings: Surroundings): Context => ({
  ...surroundings,
  language,
  say: (key, values) => translate(language, key, values),
  sayOf: (flow, path, values) => translateDerived(language, flow.id, path, values),
  has: (flow, path) => hasText(language, flow.id, path),
})

/** An address of ours that a chat leads to: the page speaks the chat's language, whatever the browser spoke before. */
export const pageUrl = (path: string, { publicUrl, language }: Pick<Context, 'publicUrl' | 'language'>): string =>
  `${publicUrl}${path}?lang=${language}`

/** A question whose step is of one kind. */
export type Asked<K extends StepKind> = Question & { step: Extract<Step, { kind: K }> }
export type Renderer<K extends StepKind> = (asked: Asked<K>, context: Context) => Content
export type Renderers = { [K in StepKind]: Renderer<K> }

/** `steps.phone` or, inside a repetition, `steps.wards.name`. */
export const stepPath = ({ place }: Pick<Question, 'place'>): string =>
  place.item ? `steps.${place.item.of}.${place.step.id}` : `steps.${place.step.id}`

/** A button that does this to the case; it is stale once the case has moved on. */
export const caseButton = (text: string, { tag, revision }: Question, input: ButtonInput): ActionButton => ({
  text,
  action: { kind: 'case', tag, revision, input },
})

export const menuButton = ({ say }: Context): ActionButton => ({
  text: say('common:buttons.menu'),
  action: { kind: 'menu' },
})
