import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { WebDependencies } from './dependencies.ts'

/**
 * Nothing but our own style sheet, fonts and pictures; no script from anywhere. A form may end on the portal only:
 * Chromium applies `form-action` to the redirect that follows a form too (w3c/webappsec-csp#8).
 */
export function headers({ publicUrl, portalUrl }: Pick<WebDependencies, 'publicUrl' | 'portalUrl'>): RequestHandler {
  const secure = publicUrl.startsWith('https:')
  const formTargets = [...new Set([new URL(publicUrl).origin, new URL(portalUrl).origin])]
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'", ...formTargets],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure && { upgradeInsecureRequests: [] }),
      },
    },
    // Tokens stand in addresses: no other site learns them, while our own forms keep their Origin.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure,
    xFrameOptions: { action: 'deny' },
  })
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store')
    protect(request, response, next)
  }
}
