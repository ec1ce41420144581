import { fileURLToPath } from 'node:url'
import type { Request, Response } from 'express'
import nunjucks from 'nunjucks'
import { z } from 'zod'
import { type Language, languages } from '../../flows/values/language.ts'
import type { Instant } from '../../flows/values/time.ts'
import { translateDerived } from '../../locales/translate.ts'

export interface Pages {
  /** Renders a page of the stand-ins; `view` is a path below sandbox/. Nothing of it may be cached. */
  send(response: Response, view: string, language: Language, data: object): void
}

const languageSchema = z.object({ lang: z.enum(languages) })

/** `lang` of the form or the address; Kazakh where none was chosen. */
export function languageOf(request: Request): Language {
  const given = [request.body, request.query].map(source => languageSchema.safeParse(source))
  return given.find(read => read.success)?.data?.lang ?? 'kk'
}

export function createPages(baseUrl: string): Pages {
  const loader = new nunjucks.FileSystemLoader(fileURLToPath(new URL('..', import.meta.url)))
  const environment = new nunjucks.Environment(loader, { autoescape: true, throwOnUndefined: false })
  environment.addFilter('moment', moment)
  return {
    send(response, view, language, data) {
      const t = (path: string, values?: Record<string, string | number>) =>
        translateDerived(language, 'sandbox-state', path, values)
      response.set({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
      response.type('html').send(environment.render(view, { ...data, t, lang: language, home: `${baseUrl}/sandbox` }))
    },
  }
}

const almaty = new Intl.DateTimeFormat('ru-RU', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Almaty' })
const moment = (at: Instant): string => almaty.format(new Date(at))
