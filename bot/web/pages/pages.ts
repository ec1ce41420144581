import { fileURLToPath } from 'node:url'
import type { Request, Response } from 'express'
import nunjucks from 'nunjucks'
import { type Language, languages } from '../../../flows/values/language.ts'
import { type TextValues, translateDerived } from '../../../locales/translate.ts'
import type { WebDependencies } from '../dependencies.ts'
import { languageOf } from './language.ts'

export interface Page {
  /** A file of views/, without its ending. */
  view: 'home' | 'service' | 'sign' | 'sign-in' | 'upload' | 'my' | 'my-sign-in' | 'verify' | 'paper' | 'told'
  /** The heading and the title of the window, already in words. */
  title: string
  /** By default what the reader chose. */
  language?: Language
  status?: number
  /** There is a problem on the page: the title says so first. */
  problem?: boolean
  /** What the language switch keeps of the address beyond its path. */
  keep?: Record<string, string>
  data?: object
}

export interface Action {
  href: string
  text: string
}
/** A text of ours, `web:<text>.title` and `web:<text>.body`, or words already chosen. */
export type Said = { text: string; values?: TextValues } | { title: string; paragraphs: string[] }
/** One thing to say, and at most one thing to do. */
export type Told = Said &
  Pick<Page, 'language' | 'status' | 'keep'> & {
    tone?: 'good' | 'calm' | 'bad'
    action?: Action | undefined
  }

export interface Pages {
  send(request: Request, response: Response, page: Page): void
  tell(request: Request, response: Response, told: Told): void
}

type Surroundings = Pick<WebDependencies, 'specimen' | 'chatUrl'>
const views = fileURLToPath(new URL('../views/', import.meta.url))

/** 'web:index.title' in a language. */
export function textOf(language: Language, key: string, values?: TextValues): string {
  const [namespace = '', path = ''] = key.split(':')
  return translateDerived(language, namespace, path, values)
}

const switchTo = (language: Language, keep: Record<string, string> = {}) =>
  `?${new URLSearchParams({ ...keep, lang: language })}`

export function createPages({ specimen, chatUrl }: Surroundings): Pages {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(views), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  })
  const send: Pages['send'] = (request, response, page) => {
    const language = page.language ?? languageOf(request)
    const html = environment.render(`${page.view}.njk`, {
      ...page.data,
      title: page.title,
      problem: page.problem ?? false,
      language,
      languages: languages.map(one => ({ language: one, href: switchTo(one, page.keep) })),
      specimen,
      chatUrl: chatUrl ?? null,
      t: (key: string, values?: TextValues) => textOf(language, key, values),
    })
    response
      .status(page.status ?? 200)
      .type('html')
      .send(html)
  }
  return { send, tell: (request, response, told) => send(request, response, tellingPage(request, told)) }
}

function tellingPage(request: Request, told: Told): Page {
  const { language = languageOf(request), status = 200, keep = {}, action } = told
  const tone = told.tone ?? (status < 400 ? 'calm' : 'bad')
  const { title, paragraphs } = wordsOf(language, told)
  return { view: 'told', title, language, status, keep, data: { tone, paragraphs, action: action ?? null } }
}

function wordsOf(language: Language, said: Said): { title: string; paragraphs: string[] } {
  if ('title' in said) return said
  const of = (path: string) => textOf(language, `web:${said.text}.${path}`, said.values)
  return { title: of('title'), paragraphs: [of('body')] }
}
