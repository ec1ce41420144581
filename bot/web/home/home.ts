import { Router } from 'express'
import type { IndexLine } from '../dependencies.ts'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'

/** The first page: where to begin, what runs and what does not yet, and in a demonstration whom to be. */
export function homeRoutes(site: Site): Router {
  const router = Router()
  router.get('/', (request, response) => {
    const language = languageOf(request)
    const lines = (state: IndexLine['state']) => site.index.filter(line => line.state === state)
    site.pages.send(request, response, {
      view: 'home',
      title: textOf(language, 'web:home.title'),
      data: {
        groups: (['works', 'stand-in', 'later'] as const).map(state => ({ state, lines: lines(state) })),
        services: site.catalogue.flows.map(({ id }) => ({ id, title: textOf(language, `${id}:title`) })),
        people: site.people?.().map(person => ({ ...person, leadsTo: person.leadsTo[language] })) ?? [],
      },
    })
  })
  return router
}
