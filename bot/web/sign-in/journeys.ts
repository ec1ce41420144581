import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Language } from '../../../flows/values/language.ts'
import { minutes } from '../../../flows/values/time.ts'
import type { SignInResult } from '../../../services/identity/port.ts'
import { sealedCookie } from '../cookies.ts'
import type { WebDependencies } from '../dependencies.ts'

/** Whom a sign-in is for: an application that asked for it, or the personal page. */
const purposeSchema = z.discriminatedUnion('for', [
  z.object({ for: z.literal('case'), token: z.string(), caseId: z.string() }),
  z.object({ for: z.literal('my') }),
])
export type Purpose = z.infer<typeof purposeSchema>

const kept = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), returnUrl: z.string() })
const journeySchema = z.object({ purpose: purposeSchema, kept })

export interface Journeys {
  /** Sends the browser to the portal. Errors: `PortalUnavailable`. */
  begin(response: Response, purpose: Purpose, language: Language): Promise<void>
  /** What the browser set out for; undefined when this browser did not set out, or too long ago. A journey ends once. */
  end(request: Request, response: Response): { purpose: Purpose; result(): Promise<SignInResult> } | undefined
}

type Needs = Pick<WebDependencies, 'signIn' | 'keys' | 'clock' | 'publicUrl'>

/** The way to the portal and back; what must be kept meanwhile travels sealed with the browser that set out. */
export function createJourneys({ signIn, keys, clock, publicUrl }: Needs): Journeys {
  const secure = publicUrl.startsWith('https:')
  const key = keys.own('web-sign-in')
  const returnUrl = new URL('/sign-in/return', publicUrl).href
  const kind = { name: 'tereze-sign-in', schema: journeySchema, milliseconds: minutes(15) }
  const cookie = sealedCookie({ ...kind, key, clock, secure })
  return {
    async begin(response, purpose, language) {
      const { url, kept } = await signIn.begin(returnUrl, language)
      cookie.set(response, { purpose, kept })
      response.redirect(303, url)
    },
    end(request, response) {
      const journey = cookie.read(request)
      cookie.clear(response)
      const returnedTo = new URL(request.originalUrl, publicUrl)
      return journey && { purpose: journey.purpose, result: () => signIn.finish(returnedTo, journey.kept) }
    },
  }
}
