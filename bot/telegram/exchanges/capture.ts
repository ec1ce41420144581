import type { ApiClientOptions } from 'grammy'
import { z } from 'zod'
import type { Outgoing } from '../../../services/cases/port.ts'

type Fetch = NonNullable<ApiClientOptions['fetch']>

const payloadShape = z.record(z.string(), z.unknown())

/** Enough of a Message for grammY to go on. It enters the exchange's log, so it is as small as it can be. */
const sent = { message_id: 0, date: 0, chat: { id: 0, type: 'private', first_name: '' } }

const methodOf = (url: string) => url.slice(url.lastIndexOf('/') + 1)

/**
 * In place of the network: keeps each call for the outbox and answers at once, so that no call can fail, wait or be
 * repeated while an exchange is replayed. Installed as the client's `fetch`, which contexts inside a conversation
 * inherit; transformers are not.
 */
export function captureCalls(calls: Outgoing[]): Fetch {
  const fetch = async (url: string, init: { body: string }) => {
    const method = methodOf(url)
    // No actions: a number typed inside an exchange is the exchange's own.
    calls.push({ method, payload: payloadShape.parse(JSON.parse(init.body)), actions: [], priority: 'reply' })
    return new Response(JSON.stringify({ ok: true, result: method === 'sendMessage' ? sent : true }))
  }
  return fetch as Fetch
}
