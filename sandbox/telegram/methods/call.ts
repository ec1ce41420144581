import type { ApiMethods } from '@grammyjs/types'
import type { Params } from '../wire/params.ts'
import type { Bot, World } from '../world.ts'

export type MethodName = keyof ApiMethods<unknown>

/** One call of one bot. */
export interface Call {
  readonly world: World
  readonly bot: Bot
  readonly params: Params
  /** Aborted when the caller hung up. */
  readonly gone: AbortSignal
}

/** Gives the `result` of the answer; refuses by throwing `ApiFailure`. */
export type Method = (call: Call) => unknown
export type Methods = Partial<Record<MethodName, Method>>
