import { Router } from 'express'
import { languageOf, type Pages } from '../pages/pages.ts'
import type { TestPerson } from '../people/person.ts'
import type { CabinetMessage, Outgoing } from './outgoing.ts'

interface OutgoingRoutes {
  outgoing: Outgoing
  people: readonly TestPerson[]
  pages: Pages
  baseUrl: string
}

/**
 * GET /outgoing: `{sms, cabinet}` with what went out to people; files at `file.url` and their signatures at
 * `file.signatureUrl`. A browser, which asks for HTML, gets it as a page.
 */
export function outgoingRoutes({ outgoing, people, pages, baseUrl }: OutgoingRoutes): Router {
  const router = Router()
  const nameOf = (iin: string) => people.find(person => person.iin === iin)?.name ?? ''
  router.get('/outgoing', (request, response) => {
    const cabinet = outgoing.cabinet().map(message => describe(message, baseUrl))
    response.vary('accept')
    if (request.accepts(['json', 'html']) !== 'html') return void response.json({ sms: [], cabinet })
    const messages = cabinet.map(message => ({ ...message, to: nameOf(message.iin) })).reverse()
    pages.send(response, 'outgoing/outgoing.njk', languageOf(request), { messages })
  })
  router.get(['/outgoing/:id/file', '/outgoing/:id/signature'], (request, response) => {
    const file = outgoing.cabinet().find(message => message.id === request.params.id)?.file
    if (!file) return void response.sendStatus(404)
    const wantsSignature = request.path.endsWith('/signature')
    response.type(wantsSignature ? 'application/pkcs7-signature' : 'application/pdf')
    response.send(Buffer.from(wantsSignature ? file.signature : file.bytes))
  })
  return router
}

function describe({ id, at, iin, titleKk, titleRu, file }: CabinetMessage, baseUrl: string) {
  const place = `${baseUrl}/sandbox/outgoing/${id}`
  const link = file && {
    name: file.name,
    size: file.bytes.length,
    url: `${place}/file`,
    signatureUrl: `${place}/signature`,
  }
  return { id, at, iin, titleKk, titleRu, ...(link && { file: link }) }
}
