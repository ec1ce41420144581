import express, { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { languageOf } from '../pages/pages.ts'
import type { SignIn } from './accounts.ts'
import { returnTo } from './authorize.ts'
import type { Portal, SignedIn } from './portal.ts'
import { startSession } from './session.ts'

const asText = z.string().max(200).catch('')
export const formSchema = z.object({
  request: asText,
  iin: asText,
  password: asText,
  repeat: asText,
  registered: asText,
})
/** People type spaces and dashes. */
export const digitsOf = (iin: string): string => iin.replaceAll(/[\s-]/g, '')

/** What a page of the portal is about; `request` is the sign-in that waits for it, if any. */
export const pageData = (portal: Portal, request: string) => ({
  request: portal.requests.find(request) && request,
  kept: portal.requests.find(request) ? `request=${request}&` : '',
})

/** Sign-in with IIN and password (G-41 … G-43). Neither is ever part of an address. */
export function signInRoutes(portal: Portal): Router {
  const router = Router()
  const form = express.urlencoded({ extended: false })
  router.get('/portal/sign-in', (request, response) => {
    const { request: ticket, registered } = formSchema.parse(request.query)
    showSignIn(request, response, portal, ticket, { notice: registered === 'yes' })
  })
  router.post('/portal/sign-in', form, (request, response) => {
    const { request: ticket, iin, password } = formSchema.parse(request.body ?? {})
    const signIn = portal.accounts.signIn(digitsOf(iin), password)
    if (signIn.outcome !== 'signed-in') return showRefusal(request, response, portal, ticket, signIn)
    letIn(request, response, portal, ticket, { ...signIn, at: portal.clock.now() })
  })
  router.post('/portal/leave', form, (request, response) => {
    const asked = portal.requests.take(formSchema.parse(request.body ?? {}).request)
    if (!asked) return void response.redirect(303, `${portal.issuer}/cabinet`)
    returnTo(response, portal, asked)
  })
  return router
}

export const showSignIn = (request: Request, response: Response, portal: Portal, ticket: string, data: object) =>
  portal.pages.send(response, 'portal/views/sign-in.njk', languageOf(request), { ...pageData(portal, ticket), ...data })

function showRefusal(
  request: Request,
  response: Response,
  portal: Portal,
  ticket: string,
  signIn: Exclude<SignIn, { outcome: 'signed-in' }>,
) {
  const asked = portal.requests.find(ticket)
  if (asked) asked.ended = signIn.outcome
  response.status(403)
  showSignIn(request, response, portal, ticket, { ...signIn })
}

function letIn(request: Request, response: Response, portal: Portal, ticket: string, who: SignedIn): void {
  startSession(response, portal, who)
  const asked = portal.requests.take(ticket)
  if (!asked) return void response.redirect(303, `${portal.issuer}/cabinet?lang=${languageOf(request)}`)
  returnTo(response, portal, asked, portal.codes.issue({ request: asked, who }))
}
