import express, { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Language } from '../../flows/values/language.ts'
import { languageOf, type Pages } from '../pages/pages.ts'
import type { TestPerson } from '../people/person.ts'
import { type Application, type Applications, grounds, type Verdict } from './applications.ts'
import { attachmentOf, sendAttachment } from './attachments.ts'
import { documentLabel } from './labels.ts'

const explanation = z.string().trim().max(1000).default('')
const decisionSchema = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approve') }).transform((): Verdict => ({ outcome: 'approve' })),
  z
    .object({ decision: z.literal('refuse'), ground: z.enum(grounds).default('requirements-not-met'), explanation })
    .transform(({ ground, explanation }): Verdict => ({ outcome: 'refuse', ground, explanation })),
])

interface ProviderRoutes {
  applications: Applications
  people: readonly TestPerson[]
  pages: Pages
}

/**
 * GET /provider: the workplace as a page. GET /provider/applications: the same as data.
 * POST /provider/applications/<id> `{decision: approve|refuse, ground?, explanation?}` as JSON or form; the first decision stays.
 */
export function providerRoutes({ applications, people, pages }: ProviderRoutes): Router {
  const router = Router()
  router.get('/provider', (request, response) => {
    const language = languageOf(request)
    const rows = applications.list().map(application => inWords(language, application, people))
    const data = { applications: rows.reverse(), grounds }
    pages.send(response, 'provider/views/applications.njk', language, data)
  })
  router.get('/provider/applications', (_request, response) => {
    response.json(applications.list().map(application => describe(application, people)))
  })
  router.get('/provider/applications/:id/documents/:index', (request, response) => {
    const application = applications.list().find(candidate => candidate.id === request.params.id)
    sendAttachment(response, application && attachmentOf(application, request.params.index))
  })
  router.post(
    '/provider/applications/:id',
    express.json(),
    express.urlencoded({ extended: false }),
    (request, response) => {
      const verdict = decisionSchema.safeParse(request.body)
      if (!verdict.success) return void response.status(400).json({ problems: verdict.error.issues })
      const decided = applications.decide(String(request.params.id), verdict.data)
      if (!decided) return void response.sendStatus(404)
      answerDecision(request, response, describe(decided, people))
    },
  )
  return router
}

const answerDecision = (request: Request, response: Response, decided: object) =>
  request.is('json') ? response.json(decided) : response.redirect(303, `../../provider?lang=${languageOf(request)}`)

function describe(application: Application, people: readonly TestPerson[]) {
  const { id, number, service, track, iin, at, decided, documents } = application
  return {
    ...{ id, number, service, track, at, iin, applicant: people.find(person => person.iin === iin)?.name ?? '' },
    status: decided ? decided.outcome : 'waiting',
    ...(decided && { decided }),
    request: readable(application.request),
    documents: documents.map(({ name, type, bytes }, index) => ({
      ...{ name, type, size: bytes.length },
      url: `provider/applications/${id}/documents/${index}`,
    })),
  }
}

/** As the page shows it: documents by their names in words. */
function inWords(language: Language, application: Application, people: readonly TestPerson[]) {
  const described = describe(application, people)
  const label = (name: string) => documentLabel(language, application, name)
  return { ...described, documents: described.documents.map(one => ({ ...one, label: label(one.name) })) }
}

/** The request as it was signed, when it is text that a person can read; otherwise it is given as a file. */
function readable(request: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(request)
  } catch {
    return undefined
  }
}
