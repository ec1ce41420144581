import { Router } from 'express'
import * as z from 'zod'
import { faultShape } from './faults.ts'
import { limitShape } from './limits.ts'
import { explain, readJson } from './users/seat.ts'
import type { World } from './world.ts'

const number = z.coerce.number().int().optional()
const transcriptQuery = z.object({
  after: number,
  bot: number,
  method: z.string().optional(),
  contains: z.string().optional(),
})

/** The tester's side: planned faults, rate limits, the traffic so far, counts. */
export function controlRoutes(world: World): Router {
  const router = Router()
  router.post('/faults', async (request, response) => {
    world.faults.plan(faultShape.parse(await readJson(request)))
    response.json({ ok: true })
  })
  router.get('/faults', (_, response) => void response.json(world.faults.list()))
  router.delete('/faults', (_, response) => {
    world.faults.clear()
    response.json({ ok: true })
  })
  router.post('/limits', async (request, response) => {
    world.limits.set(limitShape.parse(await readJson(request)))
    response.json(world.limits.get())
  })
  router.get('/transcript', (request, response) => {
    response.json(world.transcript.read(transcriptQuery.parse(request.query)))
  })
  router.get('/state', (_, response) => void response.json(count(world)))
  router.use(['/faults', '/limits', '/transcript', '/state'], explain)
  return router
}

const count = ({ bots, people, transcript, faults }: World) => ({
  people: people.size,
  records: transcript.count,
  faults: faults.list().length,
  bots: [...bots.values()].map(({ me, rooms, files, queue, queries, webhook }) => ({
    id: me.id,
    username: me.username,
    chats: rooms.size,
    messages: [...rooms.values()].reduce((sum, room) => sum + room.entries.size, 0),
    files: files.size,
    pendingUpdates: queue.pending.length,
    openQueries: queries.size,
    webhook: webhook !== undefined,
  })),
})
