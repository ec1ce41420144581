import { Router } from 'express'
import type { World } from '../world.ts'
import { doingRoutes } from './doing.ts'
import { lookingRoutes } from './looking.ts'
import { explain } from './seat.ts'

/** The citizen's side: `/users/<id>/…`. README.md describes each door. */
export function userRoutes(world: World): Router {
  const router = Router()
  router.use('/users/:id', doingRoutes(world), lookingRoutes(world))
  router.use('/users', explain)
  return router
}
