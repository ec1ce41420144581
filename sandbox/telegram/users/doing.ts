import { Router } from 'express'
import * as z from 'zod'
import { type Body, readBody } from '../wire/body.ts'
import type { Entry, World } from '../world.ts'
import { click, editOwn, enterRoom, type Seat, sendAll, setBlocked } from './actions.ts'
import { fileContents, plainContents, sendShape } from './contents.ts'
import { CannotDo } from './failure.ts'
import { readJson, takeSeat, uploadLimit } from './seat.ts'

const group = z.boolean().default(false)
const clickShape = z.strictObject({ message: z.number().int(), data: z.string(), group })
const editShape = z.strictObject({ message: z.number().int(), text: z.string().min(1), group })
const againShape = z.strictObject({ update: z.number().int().optional(), group })
const profileShape = z.strictObject({
  first_name: z.string().min(1).optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})

/** What a person does: send, click, edit, block, unblock, and `again`, which repeats an update to the bot. */
export function doingRoutes(world: World): Router {
  const router = Router({ mergeParams: true })
  router.post('/send', async (request, response) => {
    const seat = takeSeat(world, request)
    response.json(sent(await sendFrom(seat, await readBody(request, request.headers, '', uploadLimit))))
  })
  router.post('/click', async (request, response) => {
    const { message, data, group } = clickShape.parse(await readJson(request))
    const seat = takeSeat(world, request)
    response.json({ ok: true, query: click(seat, enterRoom(seat, group), message, data) })
  })
  router.post('/edit', async (request, response) => {
    const { message, text, group } = editShape.parse(await readJson(request))
    const seat = takeSeat(world, request)
    response.json(sent([editOwn(seat, enterRoom(seat, group), message, text)]))
  })
  router.post('/again', async (request, response) => {
    const { update, group } = againShape.parse(await readJson(request))
    const seat = takeSeat(world, request)
    response.json({ ok: true, update: repeat(seat, group, update) })
  })
  router.post('/profile', async (request, response) => {
    const { person } = takeSeat(world, request)
    response.json(Object.assign(person, profileShape.parse(await readJson(request))))
  })
  for (const blocked of [true, false])
    router.post(blocked ? '/block' : '/unblock', (request, response) => {
      setBlocked(takeSeat(world, request), blocked)
      response.json({ ok: true })
    })
  return router
}

const sent = (entries: readonly Entry[]) => {
  const ids = entries.map(({ message }) => message.message_id)
  return { ok: true, id: ids.at(-1), ids }
}

async function sendFrom(seat: Seat, body: Body): Promise<Entry[]> {
  const { files } = seat.bot
  if (body.wire !== 'multipart') return sendPlain(seat, body.fields)
  const caption = body.fields.caption ?? body.fields.text ?? ''
  if (body.uploads.length === 0) return sendPlain(seat, body.fields)
  const contents = await fileContents(files, body.uploads, String(caption))
  return sendAll(seat, enterRoom(seat, body.fields.group === 'true'), contents)
}

function sendPlain(seat: Seat, fields: unknown): Entry[] {
  const sending = sendShape.parse(fields)
  const room = enterRoom(seat, sending.group)
  if (sending.edit !== undefined) return [editOwn(seat, room, sending.edit, sending.text ?? '')]
  const contents = plainContents(sending, seat.person, seat.bot.files)
  if (contents.length === 0) throw new CannotDo(400, 'there is nothing to send')
  return sendAll(seat, room, contents)
}

function repeat(seat: Seat, group: boolean, updateId: number | undefined): number {
  const update = seat.bot.queue.again(enterRoom(seat, group).id, updateId)
  if (!update) throw new CannotDo(404, 'no such update is known')
  return update.update_id
}
