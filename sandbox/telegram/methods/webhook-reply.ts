import { Readable } from 'node:stream'
import { readBody } from '../wire/body.ts'
import { ApiFailure } from '../wire/failure.ts'
import type { Bot, World } from '../world.ts'
import { perform } from './perform.ts'

const limit = 50 * 1024 * 1024

/** A bot may put a call into its answer to a webhook (`method` among the parameters); it never learns the result. */
export async function replyToWebhook(world: World, bot: Bot, headers: Headers, bytes: Buffer): Promise<void> {
  try {
    const type = headers.get('content-type') ?? ''
    if (!/^(application\/json|multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) return
    const body = await readBody(Readable.from([bytes]), { 'content-type': type }, '', limit)
    const { method, ...fields } = body.fields
    if (typeof method === 'string') await perform(world, bot, method, { ...body, fields }, new AbortController().signal)
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error // a body that is no call is no call
  }
}
