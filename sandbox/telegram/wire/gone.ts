import type { Response } from 'express'

/** Aborts when the answer is finished or the other side hung up: whoever waits for it may stop. */
export function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return gone.signal
}
