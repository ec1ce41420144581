import { Router } from 'express'
import { z } from 'zod'
import { languages } from '../../flows/values/language.ts'
import type { TestPerson } from './person.ts'

const query = z.object({ lang: z.enum(languages).optional().catch(undefined) })

/** GET /people: who can be played, with what leads where. `?lang=kk|ru` gives `leadsTo` as a text, otherwise both. */
export function peopleRoutes(people: readonly TestPerson[]): Router {
  return Router().get('/people', (request, response) => {
    const { lang } = query.parse(request.query)
    response.json(
      people.map(({ iin, name, password, leadsTo }) => ({
        iin,
        name,
        password,
        leadsTo: lang ? leadsTo[lang] : leadsTo,
      })),
    )
  })
}
