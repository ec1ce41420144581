import type { Request, RequestHandler } from 'express'

/** Forms of other sites must not act in the name of who reads our pages. The fault carries its status for the error page. */
export class CrossSiteForm extends Error {
  override readonly name = 'CrossSiteForm'
  readonly status = 403
}

/** Browsers say where a form came from (Fetch Metadata), older ones by Origin; what is no browser says neither. */
function isForeign(request: Request): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const origin = request.get('origin')
  return origin !== undefined && URL.parse(origin)?.host !== request.get('host')
}

export const sameOrigin: RequestHandler = (request, _response, next) => {
  const acts = request.method !== 'GET' && request.method !== 'HEAD'
  next(acts && isForeign(request) ? new CrossSiteForm('a form of another site') : undefined)
}
