import type { Request, Response } from 'express'
import { PortalUnavailable, type SignInResult } from '../../../services/identity/port.ts'
import { logFault } from '../failures.ts'
import { languageOf } from '../pages/language.ts'
import type { Site } from '../site.ts'
import { chatAction } from '../to-chat.ts'
import type { Purpose } from './journeys.ts'
import type { Outcome } from './outcome.ts'

/** The browser is back from the portal. Every end is a redirect: what is shown may be read again, or in the other language. */
export async function comeBack(site: Site, request: Request, response: Response): Promise<void> {
  const journey = site.journeys.end(request, response)
  if (!journey) return tellLost(site, request, response)
  const result = await journey.result().catch((fault: unknown) => unavailable(site, fault))
  if (journey.purpose.for === 'my') return toPersonalPage(site, result, response)
  const outcome = await applyToCase(site, journey.purpose, result)
  response.redirect(303, `/sign-in/${journey.purpose.token}/done?outcome=${outcome}`)
}

function unavailable({ log }: Site, fault: unknown): 'unavailable' {
  if (!(fault instanceof PortalUnavailable)) throw fault
  logFault(log, fault, 'sign-in did not end')
  return 'unavailable'
}

function tellLost(site: Site, request: Request, response: Response): void {
  const action = chatAction(site, languageOf(request))
  site.pages.tell(request, response, { text: 'signIn.lost', status: 400, action })
}

type Result = SignInResult | 'unavailable'

async function applyToCase(site: Site, { caseId }: Purpose & { for: 'case' }, result: Result): Promise<Outcome> {
  if (result === 'unavailable') return result
  if (!result.ok) {
    const applied = await site.desk.apply(caseId, { kind: 'identity-refused', reason: result.reason })
    return applied ? result.reason : 'gone'
  }
  const { iin, name } = result
  const applied = await site.desk.apply(caseId, { kind: 'identified', iin, name })
  if (!applied) return 'gone'
  return applied.state.applicant?.iin === iin ? 'matched' : 'other-person'
}

function toPersonalPage({ sessions }: Site, result: Result, response: Response): void {
  if (result === 'unavailable' || !result.ok) {
    response.redirect(303, `/my?outcome=${result === 'unavailable' ? result : result.reason}`)
    return
  }
  sessions.begin(response, { iin: result.iin, name: result.name })
  response.redirect(303, '/my')
}
