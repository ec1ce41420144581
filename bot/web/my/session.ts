import type { Request, Response } from 'express'
import { z } from 'zod'
import { type Iin, parseIin } from '../../../flows/values/iin.ts'
import { type Instant, instant, minutes, plus } from '../../../flows/values/time.ts'
import { sealedCookie } from '../cookies.ts'
import type { WebDependencies } from '../dependencies.ts'

/** Who signed in on the portal for the personal page, and when. */
export interface Person {
  iin: Iin
  name: string
  since: Instant
}
export interface Sessions {
  /** Always a new cookie: whatever the browser brought along is worth nothing afterwards. */
  begin(response: Response, person: Omit<Person, 'since'>): void
  /** Undefined when nobody is signed in. Each call starts the idle time again. */
  current(request: Request, response: Response): Person | undefined
  end(response: Response): void
}

export const idleMinutes = 20
/** However busy, nobody stays signed in longer: the cookie is not kept on our side, so its life must end by itself. */
const longest = minutes(120)

const iin = z.string().transform((text, context): Iin => {
  const parsed = parseIin(text)
  if (parsed.ok) return parsed.value
  context.addIssue('not an IIN')
  return z.NEVER
})
const schema = z.object({ iin, name: z.string(), since: z.iso.datetime().transform(instant) })

/** Sessions of the personal page: sealed into the cookie, bound to its purpose, 20 minutes idle by the clock. */
export function createSessions({
  keys,
  clock,
  publicUrl,
}: Pick<WebDependencies, 'keys' | 'clock' | 'publicUrl'>): Sessions {
  const secure = publicUrl.startsWith('https:')
  const key = keys.own('web-session')
  const cookie = sealedCookie({ name: 'tereze-my', schema, milliseconds: minutes(idleMinutes), key, clock, secure })
  return {
    begin: (response, person) => cookie.set(response, { ...person, since: clock.now() }),
    current(request, response) {
      const person = cookie.read(request)
      if (!person || plus(person.since, longest) <= clock.now()) return undefined
      cookie.set(response, person)
      return person
    },
    end: response => cookie.clear(response),
  }
}
