import type { Request, Response } from 'express'
import { z } from 'zod'
import { type Clock, type Instant, instant, plus } from '../../flows/values/time.ts'
import { type CaseKey, KeyError } from '../../services/keys/port.ts'

/** Undefined when the browser did not send it. */
export function readCookie(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim())
  return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

export interface SealedCookie<T> {
  set(response: Response, value: T): void
  /** Undefined when there is none, it is too old, was altered, or was not made by us. */
  read(request: Request): T | undefined
  clear(response: Response): void
}
interface Kind<T> {
  /** Also what its ciphertext is bound to: one cookie cannot be passed off as another. */
  name: string
  schema: z.ZodType<T>
  milliseconds: number
  key: CaseKey
  clock: Clock
  secure: boolean
}

/**
 * A cookie that only we can read and nobody can make: AES-256-GCM, with the end of its life inside. `__Host-` over https
 * keeps other hosts of the domain from planting one (RFC 6265bis §4.1.3.2).
 */
export function sealedCookie<T>({ name, schema, milliseconds, key, clock, secure }: Kind<T>): SealedCookie<T> {
  const named = secure ? `__Host-${name}` : name
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const
  const envelope = z.object({ until: z.iso.datetime().transform(instant), value: schema })
  return {
    set(response, value) {
      const sealed = key.seal(toBytes({ until: plus(clock.now(), milliseconds), value }), name)
      response.cookie(named, Buffer.from(sealed).toString('base64url'), { ...options, maxAge: milliseconds })
    },
    read(request) {
      const opened = open(key, readCookie(request, named), name)
      const read = envelope.safeParse(opened)
      return read.success && isAlive(read.data.until, clock) ? read.data.value : undefined
    },
    clear: response => void response.clearCookie(named, options),
  }
}

const isAlive = (until: Instant, clock: Clock) => clock.now() < until
const toBytes = (value: unknown) => Buffer.from(JSON.stringify(value))

/** What does not open was altered or sealed by another key: as good as no cookie. */
function open(key: CaseKey, text: string | undefined, about: string): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(Buffer.from(key.open(Buffer.from(text, 'base64url'), about)).toString())
  } catch (fault) {
    if (fault instanceof KeyError || fault instanceof SyntaxError) return undefined
    throw fault
  }
}
