import type { Request, RequestHandler } from 'express'
import { Histogram, type Registry } from 'prom-client'

/** The pattern of the route, never the address: tokens and numbers stand in addresses. */
const routeOf = (request: Request): string => {
  const route: unknown = request.route?.path
  return typeof route === 'string' ? route : 'none'
}

/** Counts answered requests and their time by route, method and status. */
export function measured(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'tereze_web_request_duration_seconds',
    help: 'Answered requests of the web pages',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  })
  return (request, response, next) => {
    const stop = duration.startTimer({ method: request.method })
    response.once('finish', () => stop({ route: routeOf(request), status: response.statusCode }))
    next()
  }
}
