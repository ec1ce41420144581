import type { Request, Response } from 'express'
import type { Portal, SignedIn } from './portal.ts'

const cookie = 'portal_session'

const ticketOf = (request: Request): string =>
  request
    .get('cookie')
    ?.split('; ')
    .find(pair => pair.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1) ?? ''

export const whoIs = (request: Request, portal: Portal): SignedIn | undefined => portal.sessions.find(ticketOf(request))

export function startSession(response: Response, portal: Portal, who: SignedIn): void {
  const { pathname, protocol } = new URL(portal.issuer)
  const attributes = { httpOnly: true, sameSite: 'lax', path: pathname, secure: protocol === 'https:' } as const
  response.cookie(cookie, portal.sessions.issue(who), attributes)
}

export function endSession(request: Request, response: Response, portal: Portal): void {
  portal.sessions.take(ticketOf(request))
  response.clearCookie(cookie, { path: new URL(portal.issuer).pathname })
}
