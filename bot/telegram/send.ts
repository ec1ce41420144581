import { Api, GrammyError, HttpError, InputFile, type RawApi } from 'grammy'
import type { Outgoing } from '../../services/cases/port.ts'
import type { Limit, Throttle } from '../../services/throttles/port.ts'
import { networkCode } from './faults.ts'
import { createFetch } from './fetch.ts'

/** `unknown`: it may have arrived. `unreachable`: the chat is closed to us until its owner opens it. */
export type SendResult =
  | 'done'
  | 'unknown'
  | { retryAfterMs: number }
  | { failed: 'unreachable' | `rejected-${number}` }

export interface SenderOptions {
  token: string
  apiRoot: string
  /** Paces each chat. One process at a time sends to a chat, so its own memory is enough. */
  pace: Throttle
  /** Paces pushes in all, across processes. */
  mailing: Throttle
  /** A paper's name and bytes by its number. Errors pass through: the caller tries again. */
  papers: (number: string) => Promise<{ name: string; bytes: Uint8Array }>
}

/** Telegram bears a short burst in one chat and about one message a second after it; mailings, about 30 a second in all. */
const chatLimit: Limit = { burst: 5, perSecond: 1 }
const pushLimit: Limit = { burst: 25, perSecond: 25 }
const timeoutSeconds = 30
const pauseMs = 2_000
const misconfiguredPauseMs = 60_000

const isLimited = (method: string) => /^(send(?!ChatAction)|editMessage)/.test(method)
/** Done twice, it shows nothing twice. */
const isHarmless = (method: string) => !/^send(?!ChatAction)/.test(method)

/** Replies are not bound by the limit on mailings; pushes share one bucket and stand behind replies in the queue of effects. */
async function pause({ pace, mailing }: SenderOptions, chat: string, { method, priority }: Outgoing): Promise<number> {
  if (!isLimited(method)) return 0
  const inChat = await pace.take(chat, chatLimit)
  if (!inChat.ok) return inChat.retryAfterMs
  const inAll = priority === 'push' ? await mailing.take('telegram:pushes', pushLimit) : inChat
  return inAll.ok ? 0 : inAll.retryAfterMs
}

/** What was asked for is so already, or can no longer be: an edit without change, a message gone, a tap long past. */
const past =
  /message is not modified|message to (delete|edit) not found|message can't be deleted|query is too old|query ID is invalid/i
const closed = /chat not found|user is deactivated|bot was (blocked|kicked)|PEER_ID_INVALID/i

/** Telegram answered that it did not do it. A 5xx as JSON is such an answer too, so it may be sent again. */
function refused({ error_code: code, description, parameters }: GrammyError): SendResult {
  if (code === 429) return { retryAfterMs: (parameters.retry_after ?? 1) * 1000 }
  if (code >= 500) return { retryAfterMs: pauseMs }
  if (code === 403 || closed.test(description)) return { failed: 'unreachable' }
  if (past.test(description)) return 'done'
  return code === 401 || code === 404 ? { retryAfterMs: misconfiguredPauseMs } : { failed: `rejected-${code}` }
}

/** Nothing was written to the wire. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

/**
 * No answer that can be read: time ran out, the line broke, or a front server sent its own page (502, 504). The Bot API
 * has no idempotency key, so whether a message arrived is unknown, unless no connection was made.
 */
function unanswered(fault: HttpError, method: string): SendResult {
  return neverSent.includes(networkCode(fault)) || isHarmless(method) ? { retryAfterMs: pauseMs } : 'unknown'
}

async function payloadOf({ papers }: SenderOptions, { payload, paper }: Outgoing): Promise<Record<string, unknown>> {
  if (paper === undefined) return payload
  const { name, bytes } = await papers(paper)
  return { ...payload, document: new InputFile(bytes, name) }
}

const isMethod = (api: RawApi, method: string): method is keyof RawApi =>
  typeof api[method as keyof RawApi] === 'function'

async function call(api: RawApi, { method }: Outgoing, payload: Record<string, unknown>): Promise<SendResult> {
  if (!isMethod(api, method)) return { failed: 'rejected-400' }
  try {
    await (api[method] as (payload: Record<string, unknown>) => Promise<unknown>)(payload)
    return 'done'
  } catch (fault) {
    if (fault instanceof GrammyError) return refused(fault)
    if (fault instanceof HttpError) return unanswered(fault, method)
    throw fault
  }
}

/**
 * Sends one call once and says how it ended; never sleeps and never repeats: the outbox does both.
 * Errors: those of `papers`, and faults of ours.
 */
export function createSender(options: SenderOptions): (chat: string, outgoing: Outgoing) => Promise<SendResult> {
  const { token, apiRoot } = options
  const { raw } = new Api(token, { apiRoot, timeoutSeconds, fetch: createFetch(timeoutSeconds) })
  return async (chat, outgoing) => {
    const retryAfterMs = await pause(options, chat, outgoing)
    if (retryAfterMs > 0) return { retryAfterMs }
    return call(raw, outgoing, await payloadOf(options, outgoing))
  }
}
