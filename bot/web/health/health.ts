import { Router } from 'express'
import type { WebDependencies } from '../dependencies.ts'
import { logFault } from '../failures.ts'

type Health = Pick<WebDependencies, 'ready' | 'metrics' | 'log'>

/** For machines: alive, ready to work (the database answers), and figures. */
export function healthRoutes({ ready, metrics, log }: Health): Router {
  const router = Router()
  router.use(['/healthz', '/readyz', '/metrics'], (_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    next()
  })
  router.get('/healthz', (_request, response) => void response.type('text').send('ok\n'))
  router.get('/readyz', async (_request, response) => {
    const fault = await ready().then(
      () => undefined,
      (cause: unknown) => new Error('not ready', { cause }),
    )
    if (fault) logFault(log, fault, 'not ready')
    response
      .status(fault ? 503 : 200)
      .type('text')
      .send(fault ? 'not ready\n' : 'ready\n')
  })
  router.get('/metrics', async (_request, response) => {
    response.set('Content-Type', metrics.contentType).send(await metrics.metrics())
  })
  return router
}
