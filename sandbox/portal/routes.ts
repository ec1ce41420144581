import { Router } from 'express'
import { authorizeRoutes } from './authorize.ts'
import { cabinetRoutes } from './cabinet.ts'
import { createPortal, type PortalSandbox } from './portal.ts'
import { registerRoutes } from './register.ts'
import { signInRoutes } from './sign-in.ts'
import { tokenRoutes } from './token.ts'

/** The e-government portal (ЭҮП): OpenID Connect provider, its pages, and the personal cabinet. */
export function portalRoutes(deps: PortalSandbox): Router {
  const portal = createPortal(deps)
  const router = Router()
  router.get('/portal', (_request, response) => response.redirect(303, `${portal.issuer}/cabinet`))
  return router.use(
    authorizeRoutes(portal),
    tokenRoutes(portal),
    signInRoutes(portal),
    registerRoutes(portal),
    cabinetRoutes(portal),
  )
}
