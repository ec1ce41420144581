import { Router } from 'express'
import { findFlow } from '../../../flows/engine/versions.ts'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'
import { describe } from './view.ts'

/** How a public service works: what it takes, how long, who does what, when it is refused (G-70). */
export function serviceRoutes(site: Site): Router {
  const router = Router()
  router.get('/services/:id', (request, response) => {
    const flow = findFlow(site.catalogue, request.params.id)
    if (!flow) return site.pages.tell(request, response, { text: 'notFound', status: 404 })
    const language = languageOf(request)
    const title = textOf(language, `${flow.id}:title`)
    site.pages.send(request, response, { view: 'service', title, data: describe(language, flow) })
  })
  return router
}
