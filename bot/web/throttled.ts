import type { Request, Response } from 'express'
import type { Limit } from '../../services/throttles/port.ts'
import type { Site } from './site.ts'

/** True when the request may go on; otherwise the reader was told when to come back. A throttle that fails lets nobody pass. */
export async function passes(
  { throttle, pages }: Pick<Site, 'throttle' | 'pages'>,
  request: Request,
  response: Response,
  bucket: string,
  limit: Limit,
): Promise<boolean> {
  const taken = await throttle.take(bucket, limit)
  if (taken.ok) return true
  const seconds = Math.max(1, Math.ceil(taken.retryAfterMs / 1000))
  response.set('Retry-After', String(seconds))
  pages.tell(request, response, { text: 'tooMany', values: { seconds }, status: 429 })
  return false
}
