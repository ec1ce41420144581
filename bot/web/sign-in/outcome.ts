import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Language } from '../../../flows/values/language.ts'
import type { FoundCase } from '../../../services/cases/port.ts'
import { languageOf } from '../pages/language.ts'
import { type Told, textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'
import { chatAction } from '../to-chat.ts'
import { refusalWords } from './refusal.ts'

const refusals = ['refused', 'locked', 'forged'] as const
const outcomes = ['matched', 'other-person', 'cancelled', 'unavailable', 'gone', ...refusals] as const
export type Outcome = (typeof outcomes)[number]
const outcomeSchema = z.enum(outcomes)

const told: Partial<Record<Outcome, Pick<Told, 'status' | 'tone'>>> = {
  matched: { tone: 'good' },
  'other-person': { tone: 'bad' },
  unavailable: { status: 503 },
  gone: { status: 410 },
}

/** How a sign-in ended. Changes nothing: it may be read again, bookmarked, or sent on without harm. */
export async function showOutcome(site: Site, request: Request<{ token: string }>, response: Response): Promise<void> {
  const outcome = outcomeSchema.safeParse(request.query.outcome)
  const link = site.links.read('sign-in', request.params.token)
  if (!outcome.success || link === undefined)
    return site.pages.tell(request, response, { text: 'notFound', status: 404 })
  const found = link === 'expired' ? undefined : await site.desk.find(link.caseId)
  const language = languageOf(request, found?.state.language)
  site.pages.tell(request, response, {
    ...sayOutcome(language, outcome.data, found),
    language,
    keep: { outcome: outcome.data },
    action: chatAction(site, language),
  })
}

function sayOutcome(language: Language, outcome: Outcome, found: FoundCase | undefined): Told {
  const refusal = refusals.find(reason => reason === outcome)
  if (!refusal) return { text: `signIn.${outcome}`, ...told[outcome] }
  const step = found?.flow.steps.find(({ kind }) => kind === 'identify')
  if (found === undefined || step?.kind !== 'identify') return { text: 'signIn.expired', status: 410 }
  return { tone: 'bad', ...refusalWords(language, found.flow.id, step.refused, refusal) }
}

/** The same for who signs in to his own page, where no application is concerned. */
export function sayToVisitor(language: Language, outcome: unknown): string | undefined {
  const read = outcomeSchema.safeParse(outcome)
  return read.success ? textOf(language, `web:my.outcomes.${read.data}`) : undefined
}
