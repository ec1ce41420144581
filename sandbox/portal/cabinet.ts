import express, { type Request, Router } from 'express'
import { languageOf } from '../pages/pages.ts'
import { sendAttachment } from '../provider/attachments.ts'
import type { Portal } from './portal.ts'
import { endSession, whoIs } from './session.ts'
import { showSignIn } from './sign-in.ts'

/** The personal cabinet (G-06): what the state sent to whoever signed in, and to nobody else. */
export function cabinetRoutes(portal: Portal): Router {
  const router = Router()
  const mine = (request: Request) => {
    const who = whoIs(request, portal)
    return portal.outgoing.cabinet().filter(message => message.iin === who?.person.iin)
  }
  router.get('/portal/cabinet', (request, response) => {
    const who = whoIs(request, portal)
    if (!who) return void showSignIn(request, response, portal, '', {})
    const messages = mine(request).reverse()
    portal.pages.send(response, 'portal/views/cabinet.njk', languageOf(request), { name: who.person.name, messages })
  })
  router.get('/portal/cabinet/:id/:part', (request, response) => {
    const file = mine(request).find(message => message.id === request.params.id)?.file
    response.set('cache-control', 'no-store')
    if (!file || !['file', 'signature'].includes(request.params.part)) return void response.sendStatus(404)
    const pdf = { name: file.name, type: 'application/pdf', bytes: file.bytes }
    const signature = { name: `${file.name}.p7s`, type: 'application/pkcs7-signature', bytes: file.signature }
    sendAttachment(response, request.params.part === 'file' ? pdf : signature)
  })
  router.post('/portal/sign-out', express.urlencoded({ extended: false }), (request, response) => {
    endSession(request, response, portal)
    response.redirect(303, `${portal.issuer}/sign-in?lang=${languageOf(request)}`)
  })
  return router
}
