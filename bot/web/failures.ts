import type { ErrorRequestHandler, RequestHandler } from 'express'
import { z } from 'zod'
import type { WebLog } from './dependencies.ts'
import type { Pages } from './pages/pages.ts'
import type { Site } from './site.ts'

export const notFound =
  (pages: Pages): RequestHandler =>
  (request, response) =>
    pages.tell(request, response, { text: 'notFound', status: 404 })

const clientFault = z.object({ status: z.number().int().min(400).max(499) })

/** The last resort: says that it is our fault, and nothing about what it was. */
export const failed =
  ({ log, pages }: Pick<Site, 'log' | 'pages'>): ErrorRequestHandler =>
  (fault: unknown, request, response, next) => {
    const refused = clientFault.safeParse(fault)
    if (!refused.success) logFault(log, fault, 'a page failed')
    if (response.headersSent) return next(fault)
    if (refused.success) return pages.tell(request, response, { text: 'badRequest', status: refused.data.status })
    pages.tell(request, response, { text: 'failed', status: 500 })
  }

/** What went wrong and where, without a value: messages may hold what a person typed, so only names and places are kept. */
export const logFault = (log: WebLog, fault: unknown, message: string): void => log.error(wordsOf(fault), message)

function wordsOf(fault: unknown): object {
  if (!(fault instanceof Error)) return { fault: typeof fault }
  const places = (fault.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  const { cause } = fault
  const about = { fault: fault.name, at: places.slice(0, 8).map(line => line.trim()) }
  return cause === undefined ? about : { ...about, cause: wordsOf(cause) }
}
