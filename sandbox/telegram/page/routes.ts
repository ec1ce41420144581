import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Request, Router } from 'express'
import * as z from 'zod'
import { languages } from '../../../flows/values/language.ts'
import { translate } from '../../../locales/translate.ts'
import { openPrivate } from '../rooms.ts'
import { waitFor } from '../signal.ts'
import { fileUrls, sinceShape } from '../users/looking.ts'
import { explain, takeSeat } from '../users/seat.ts'
import { goneSignal } from '../wire/gone.ts'
import type { World } from '../world.ts'
import { cursorOf, type Looking, renderChanges, renderCommands, renderPage } from './render.ts'

const firstPerson = 1001
const publicFolder = fileURLToPath(new URL('../public/', import.meta.url))
const fontFolder = dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans/400.css')))
const policy = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'font-src', 'img-src', 'connect-src', 'form-action', 'base-uri'].map(
    name => `${name} 'self'`,
  ),
  "frame-ancestors 'self'",
].join('; ')

const pageQuery = z.object({
  user: z.coerce.number().int().positive().optional(),
  lang: z.enum(languages).default('kk'),
})

/** The chat page: `/?user=<id>&lang=kk|ru`, what it loads, and what it asks for as the chat goes on. */
export function pageRoutes(world: World, specimenLabel: string | undefined): Router {
  const router = Router()
  const look = (request: Request, base: string) => lookFrom(world, specimenLabel, request, base)
  router.get('/', (request, response) => {
    const { user, lang } = pageQuery.parse(request.query)
    response.setHeader('Content-Security-Policy', policy)
    if (user === undefined) response.redirect(`${request.baseUrl}/?user=${firstPerson}&lang=${lang}`)
    else response.send(renderPage(look(request, request.baseUrl)))
  })
  router.get('/users/:id/view', async (request, response) => {
    const { after, wait } = sinceShape.parse(request.query)
    const looking = look(request, request.baseUrl)
    const read = () => cursorOf(looking.room)
    await waitFor(read, cursor => cursor > after, looking.room.changed, wait * 1000, goneSignal(response))
    response.json(renderChanges(looking, after))
  })
  router.get('/users/:id/menu', (request, response) => {
    response.send(renderCommands(look(request, request.baseUrl)))
  })
  router.use('/assets/noto-sans', express.static(fontFolder, { maxAge: '30d', index: false }))
  router.use('/assets', express.static(publicFolder, { index: false }))
  router.use(explain)
  return router
}

function lookFrom(world: World, specimenLabel: string | undefined, request: Request, base: string): Looking {
  const { lang: language, user } = pageQuery.parse(request.query)
  const seat = takeSeat(world, request, request.params.id ?? user)
  return {
    seat,
    room: openPrivate(seat.bot, seat.person),
    language,
    base,
    botQuery: request.query.bot === undefined ? '' : `&bot=${seat.bot.me.id}`,
    fileUrl: fileUrls(request, `${base}/users/${seat.person.id}`),
    specimen: specimenLabel ?? translate(language, 'sandbox-telegram:specimen'),
  }
}
