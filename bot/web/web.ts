import { type ErrorRequestHandler, type RequestHandler, Router } from 'express'
import { assetRoutes } from './assets.ts'
import type { WebDependencies } from './dependencies.ts'
import { failed, notFound } from './failures.ts'
import { headers } from './headers.ts'
import { healthRoutes } from './health/health.ts'
import { measured } from './health/measured.ts'
import { homeRoutes } from './home/home.ts'
import { myRoutes } from './my/routes.ts'
import { rememberLanguage } from './pages/language.ts'
import { sameOrigin } from './same-origin.ts'
import { serviceRoutes } from './services/services.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { signingPageRoutes } from './signing/page.ts'
import { createSite } from './site.ts'
import { uploadRoutes } from './upload/routes.ts'
import { verifyRoutes } from './verify/routes.ts'

export interface Web {
  /** Our pages. Mount it after everything that answers without them: its headers allow no script at all. */
  router: Router
  /** For what nobody answered; mount it after everything else. */
  notFound: RequestHandler[]
  /** For what went wrong anywhere; mount it last. */
  failed: ErrorRequestHandler
}

/** The pages of the site: server-rendered, without JavaScript, in both languages. Keeps no state of its own. */
export function createWeb(deps: WebDependencies): Web {
  const site = createSite(deps)
  const router = Router()
  router.use(healthRoutes(deps))
  router.use('/assets', assetRoutes())
  router.use(measured(deps.metrics), headers(deps), sameOrigin, rememberLanguage(deps))
  router.use(homeRoutes(site))
  router.use(signInRoutes(site))
  router.use(signingPageRoutes(site))
  router.use(uploadRoutes(site))
  router.use(myRoutes(site))
  router.use(serviceRoutes(site))
  router.use(verifyRoutes(site))
  return { router, notFound: [headers(deps), notFound(site.pages)], failed: failed(site) }
}
