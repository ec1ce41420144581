import { type Request, type Response, Router } from 'express'
import * as z from 'zod'
import { commandsFor } from '../methods/profile.ts'
import { openPrivate } from '../rooms.ts'
import { waitFor } from '../signal.ts'
import { goneSignal } from '../wire/gone.ts'
import type { Room, World } from '../world.ts'
import { enterRoom } from './actions.ts'
import { CannotDo } from './failure.ts'
import { takeSeat } from './seat.ts'
import { changedAfter, type FileUrl, viewed } from './view.ts'

const longestWait = 60

export const sinceShape = z.object({
  after: z.coerce.number().int().default(0),
  wait: z.coerce.number().min(0).max(longestWait).default(0),
  own: z.stringbool().default(false),
  group: z.stringbool().default(false),
})

/** What a person sees: messages, answers to his taps, the bot's commands, files. Looking changes nothing. */
export function lookingRoutes(world: World): Router {
  const router = Router({ mergeParams: true })
  router.get('/messages', async (request, response) => {
    const seat = takeSeat(world, request)
    const { after, wait, own, group } = sinceShape.parse(request.query)
    const room = enterRoom(seat, group)
    const entries = await anyWithin(room, wait, response, () => changedAfter(room, after, own))
    response.json(entries.map(entry => viewed(seat.bot, entry, fileUrls(request, request.baseUrl))))
  })
  router.get('/answers', async (request, response) => {
    const { after, wait, group } = sinceShape.parse(request.query)
    const room = enterRoom(takeSeat(world, request), group)
    response.json(await anyWithin(room, wait, response, () => room.notices.filter(({ version }) => version > after)))
  })
  router.get('/commands', (request, response) => {
    const { bot, person } = takeSeat(world, request)
    response.json(commandsFor(bot, openPrivate(bot, person), person.language_code ?? ''))
  })
  router.get('/files/:file', (request, response) => {
    const file = takeSeat(world, request).bot.files.findById(String(request.params.file))
    if (!file) throw new CannotDo(404, 'no such file')
    response.setHeader('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    response.type(file.mime).send(file.bytes)
  })
  return router
}

/** Reads at once, or as soon as there is something within `wait` seconds. */
function anyWithin<T>(room: Room, wait: number, response: Response, read: () => T[]): Promise<T[]> {
  return waitFor(read, found => found.length > 0, room.changed, wait * 1000, goneSignal(response))
}

/** Whole addresses, so that they open from anywhere. */
export function fileUrls(request: Request, base: string): FileUrl {
  const bot = request.query.bot === undefined ? '' : `?bot=${Number(request.query.bot)}`
  return id => `${request.protocol}://${request.get('host')}${base}/files/${id}${bot}`
}
