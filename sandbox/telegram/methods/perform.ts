import type { Body } from '../wire/body.ts'
import { ApiFailure } from '../wire/failure.ts'
import { Params } from '../wire/params.ts'
import type { Bot, World } from '../world.ts'
import { implemented } from './implemented.ts'
import { findMethodName } from './table.ts'

export interface Answer {
  readonly status: number
  readonly json: object
}

/** Makes one call and writes it down. A refusal is an answer; anything else that is thrown is our own fault. */
export async function perform(world: World, bot: Bot, name: string, body: Body, gone: AbortSignal): Promise<Answer> {
  const method = findMethodName(name) ?? name
  const answer = await run(world, bot, method, body, gone).catch(refusal)
  const { status, json } = answer
  world.transcript.add({ kind: 'call', at: world.clock.now(), bot: bot.me.id, method, body, status, answer: json })
  return answer
}

async function run(world: World, bot: Bot, name: string, body: Body, gone: AbortSignal): Promise<Answer> {
  const known = findMethodName(name)
  if (!known) throw new ApiFailure(404, 'Not Found: method not found')
  const method = implemented[known]
  if (!method) throw new ApiFailure(501, `Not Implemented: ${known} is not implemented by the stand-in`)
  const params = new Params(body)
  world.limits.spend(known, Number(params.text('chat_id')))
  const result = await method({ world, bot, params, gone })
  return { status: 200, json: { ok: true, result } }
}

export function refusal(error: unknown): Answer {
  if (!(error instanceof ApiFailure)) throw error
  const { code, message, parameters } = error
  return {
    status: code,
    json: { ok: false, error_code: code, description: message, ...(parameters && { parameters }) },
  }
}
