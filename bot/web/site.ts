import type { WebDependencies } from './dependencies.ts'
import { createSessions, type Sessions } from './my/session.ts'
import { createPages, type Pages } from './pages/pages.ts'
import { createJourneys, type Journeys } from './sign-in/journeys.ts'

/** What the pages are made with. */
export interface Site extends WebDependencies {
  pages: Pages
  journeys: Journeys
  sessions: Sessions
}

export const createSite = (deps: WebDependencies): Site => ({
  ...deps,
  pages: createPages(deps),
  journeys: createJourneys(deps),
  sessions: createSessions(deps),
})
