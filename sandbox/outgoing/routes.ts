import { Router } from 'express'
import type { CabinetMessage, Outgoing } from './outgoing.ts'

/** GET /outgoing: `{sms, cabinet}` with what went out to people; files at `file.url` and their signatures at `file.signatureUrl`. */
export function outgoingRoutes(outgoing: Outgoing, baseUrl: string): Router {
  const router = Router()
  router.get('/outgoing', (_request, response) => {
    response.json({ sms: [], cabinet: outgoing.cabinet().map(message => describe(message, baseUrl)) })
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
