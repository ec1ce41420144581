import express, { type Request, type Response, Router } from 'express'
import { languageOf } from '../pages/pages.ts'
import type { Portal } from './portal.ts'
import { digitsOf, formSchema, pageData } from './sign-in.ts'

const shortest = 8
type Problem = 'unknown' | 'short' | 'unequal'

/** Registration with IIN and password (G-40): of a test person who has no account yet, or with a new password. */
export function registerRoutes(portal: Portal): Router {
  const router = Router()
  router.get('/portal/register', (request, response) => {
    show(request, response, portal, formSchema.parse(request.query).request)
  })
  router.post('/portal/register', express.urlencoded({ extended: false }), (request, response) => {
    const { request: ticket, iin, password, repeat } = formSchema.parse(request.body ?? {})
    const problem = problemOf(password, repeat) ?? registered(portal, iin, password)
    if (problem) return show(request, response.status(422), portal, ticket, problem)
    const query = new URLSearchParams({ request: ticket, registered: 'yes', lang: languageOf(request) })
    response.redirect(303, `${portal.issuer}/sign-in?${query}`)
  })
  return router
}

function problemOf(password: string, repeat: string): Problem | undefined {
  if (password.length < shortest) return 'short'
  return password === repeat ? undefined : 'unequal'
}

const registered = (portal: Portal, iin: string, password: string): Problem | undefined =>
  portal.accounts.register(digitsOf(iin), password) ? undefined : 'unknown'

const show = (request: Request, response: Response, portal: Portal, ticket: string, problem?: Problem) =>
  portal.pages.send(response, 'portal/views/register.njk', languageOf(request), {
    ...pageData(portal, ticket),
    ...{ problem, shortest },
  })
