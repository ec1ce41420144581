import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import { type Language, languages } from '../../../flows/values/language.ts'
import { readCookie } from '../cookies.ts'

const cookie = 'tereze-language'
const year = 365 * 86_400_000
const languageSchema = z.enum(languages)
const asked = (request: Request): Language | undefined => languageSchema.safeParse(request.query.lang).data

/** What the address asks for, else what was chosen before, else the language of the conversation, else Kazakh. */
export const languageOf = (request: Request, conversation: Language = 'kk'): Language =>
  asked(request) ?? languageSchema.safeParse(readCookie(request, cookie)).data ?? conversation

/** A language chosen once is spoken on every page. */
export const rememberLanguage =
  ({ publicUrl }: { publicUrl: string }): RequestHandler =>
  (request, response, next) => {
    const language = asked(request)
    const options = { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), maxAge: year } as const
    if (language) response.cookie(cookie, language, options)
    next()
  }
