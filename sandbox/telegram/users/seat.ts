import type { NextFunction, Request, Response } from 'express'
import * as z from 'zod'
import { readBody } from '../wire/body.ts'
import { ApiFailure } from '../wire/failure.ts'
import { getPerson, type World } from '../world.ts'
import type { Seat } from './actions.ts'
import { CannotDo } from './failure.ts'

export const uploadLimit = 100 * 1024 * 1024

const personId = z.coerce.number().int().positive()

/** The person of the address in front of the bot named by `?bot=<id>`, or the first bot that there is. */
export function takeSeat(world: World, request: Request, person: unknown = request.params.id): Seat {
  const id = personId.safeParse(person)
  if (!id.success) throw new CannotDo(400, 'a person is a positive whole number')
  const wanted = request.query.bot
  const bots = [...world.bots.values()]
  const bot = wanted === undefined ? bots[0] : bots.find(({ me }) => me.id === Number(wanted))
  if (!bot) throw new CannotDo(503, 'no such bot has called yet')
  return { world, bot, person: getPerson(world, id.data) }
}

export async function readJson(request: Request): Promise<unknown> {
  return (await readBody(request, request.headers, '', uploadLimit)).fields
}

/** Answers `{error}` to what a person cannot do and to what does not parse; any other error goes on. */
export function explain(error: unknown, _: Request, response: Response, next: NextFunction): void {
  if (error instanceof CannotDo) response.status(error.status).json({ error: error.message })
  else if (error instanceof ApiFailure) response.status(error.code).json({ error: error.message })
  else if (error instanceof z.ZodError) response.status(400).json({ error: z.prettifyError(error) })
  else next(error)
}
