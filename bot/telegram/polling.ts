import { setTimeout as pause } from 'node:timers/promises'
import { Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import { withoutSecrets } from './faults.ts'
import type { Ingest } from './ingest.ts'
import { allowedUpdates } from './read.ts'

export interface PollingOptions {
  token: string
  apiRoot: string
  ingest: Ingest
  log: { error(about: object, message: string): void }
  /** Longest pause between attempts when Telegram or the database fails. */
  longestPauseMs?: number
}

export interface Polling {
  /** Takes updates until `stop`. Resolves at once. */
  start(): void
  /** Asks for no more, and resolves when what was fetched is committed. */
  stop(): Promise<void>
}

const waitSeconds = 30
const firstPauseMs = 500
/** Another process polls with the same token, and each call ends the other's: stand back. */
const conflictPauseMs = 5_000

interface Loop {
  api: Api
  offset: number
  failures: number
  stopping: AbortController
}

/** Every update to its commit, chats side by side; the ingest keeps the order inside a chat. */
async function takeAll({ ingest }: PollingOptions, updates: readonly Update[]): Promise<void> {
  const taken = await Promise.allSettled(updates.map(update => ingest.take(update)))
  const failed = taken.find(result => result.status === 'rejected')
  if (failed) throw failed.reason
}

/**
 * Confirms a batch only by asking for the next one, after all of it is committed. If one commit fails the whole batch
 * is fetched again, and what was committed is recognised by its id.
 */
async function round(options: PollingOptions, loop: Loop): Promise<void> {
  const { api, offset, stopping } = loop
  const ask = { offset, timeout: waitSeconds, allowed_updates: allowedUpdates }
  const updates = await api.getUpdates(ask, stopping.signal as Parameters<Api['getUpdates']>[1])
  await takeAll(options, updates)
  loop.offset = Math.max(offset, ...updates.map(({ update_id }) => update_id + 1))
  loop.failures = 0
}

const isConflict = (fault: unknown) => fault instanceof GrammyError && fault.error_code === 409

function pauseAfter(fault: unknown, { longestPauseMs = 30_000 }: PollingOptions, failures: number): number {
  if (fault instanceof GrammyError && fault.parameters.retry_after) return fault.parameters.retry_after * 1000
  const growing = firstPauseMs * 2 ** Math.min(failures, 10)
  return Math.min(Math.max(growing, isConflict(fault) ? conflictPauseMs : 0), longestPauseMs)
}

async function run(options: PollingOptions, loop: Loop): Promise<void> {
  const { signal } = loop.stopping
  while (!signal.aborted) {
    try {
      await round(options, loop)
    } catch (fault) {
      if (signal.aborted) return
      options.log.error(
        { err: withoutSecrets(fault), conflict: isConflict(fault) },
        'updates are not taken; trying again',
      )
      await pause(pauseAfter(fault, options, loop.failures++), undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Long polling of our own: grammY's confirms a batch before it is handled. */
export function createPolling(options: PollingOptions): Polling {
  const { token, apiRoot } = options
  const api = new Api(token, { apiRoot, timeoutSeconds: waitSeconds + 10 })
  const loop: Loop = { api, offset: 0, failures: 0, stopping: new AbortController() }
  let running: Promise<void> = Promise.resolve()
  return {
    start: () => {
      running = run(options, loop)
    },
    stop: async () => {
      loop.stopping.abort()
      await running
    },
  }
}
