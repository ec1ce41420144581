import { type Request, type Response, Router } from 'express'
import { PortalUnavailable } from '../../../services/identity/port.ts'
import { logFault } from '../failures.ts'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import { sayToVisitor } from '../sign-in/outcome.ts'
import type { Site } from '../site.ts'
import { sendPaper } from './papers.ts'
import { idleMinutes, type Person } from './session.ts'
import { lineOf } from './view.ts'

/** The person's own page: applications and papers of whoever signed in on the portal. */
export function myRoutes(site: Site): Router {
  const router = Router()
  router.get('/my', (request, response) => show(site, request, response))
  router.post('/my/sign-in', (request, response) => setOut(site, request, response))
  router.post('/my/sign-out', (_request, response) => {
    site.sessions.end(response)
    response.redirect(303, '/my')
  })
  router.get('/my/papers/:file', (request, response) => sendPaper(site, request, response))
  return router
}

async function show(site: Site, request: Request, response: Response): Promise<void> {
  const person = site.sessions.current(request, response)
  if (person) return showApplications(site, person, request, response)
  const language = languageOf(request)
  const outcome = sayToVisitor(language, request.query.outcome) ?? null
  site.pages.send(request, response, {
    view: 'my-sign-in',
    title: textOf(language, 'web:my.title'),
    status: request.query.outcome === 'unavailable' ? 503 : 200,
    data: { outcome, idleMinutes },
  })
}

async function showApplications(site: Site, person: Person, request: Request, response: Response): Promise<void> {
  const language = languageOf(request)
  const cases = await site.records.casesOf(person.iin)
  site.pages.send(request, response, {
    view: 'my',
    title: textOf(language, 'web:my.title'),
    data: { name: person.name, applications: cases.map(one => lineOf(language, one)), idleMinutes },
  })
}

async function setOut(site: Site, request: Request, response: Response): Promise<void> {
  try {
    await site.journeys.begin(response, { for: 'my' }, languageOf(request))
  } catch (fault) {
    if (!(fault instanceof PortalUnavailable)) throw fault
    logFault(site.log, fault, 'sign-in did not begin')
    response.redirect(303, '/my?outcome=unavailable')
  }
}
