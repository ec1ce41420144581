import type { Language } from '../../../flows/values/language.ts'
import type { Flow, Refusal, Step } from '../../../flows/vocabulary.ts'
import { formatLaw } from '../../../locales/law.ts'
import { translate } from '../../../locales/translate.ts'
import { textOf } from '../pages/pages.ts'

/** A definition in words, for people: the same source that the service runs by. */
export function describe(language: Language, flow: Flow) {
  const of = (path: string) => textOf(language, `${flow.id}:${path}`)
  return {
    about: of('about'),
    needs: of('needs'),
    editions: flow.editions.map(({ id }) => of(`editions.${id}`)),
    terms: tracksOf(flow).map(track => of(`promise.${track}`)),
    documents: flow.checklist.documents.map(document => ({
      name: of(`documents.${document.id}`),
      formats: document.accept.map(format => format.toUpperCase()).join(', '),
      megabytes: document.maxMegabytes,
      pages: document.maxPages,
    })),
    steps: flow.steps.map(step => stepOf(language, flow, step)),
    refusals: flow.steps.flatMap(refusalsOf).map(refusal => ({
      title: of(`refusals.${refusal.id}.title`),
      next: of(`refusals.${refusal.id}.next`),
      law: formatLaw(language, refusal.law),
    })),
    grounds: flow.steps.flatMap(step => (step.kind === 'act' ? step.grounds : [])).map(id => of(`grounds.${id}`)),
  }
}

/** Several conditions may lead to one term; the shortest is named first. */
const tracksOf = ({ promise }: Flow) => {
  const shortestFirst = promise.toSorted((a, b) => Number('minutes' in b.within) - Number('minutes' in a.within))
  return [...new Set(shortestFirst.map(({ track }) => track))]
}

function stepOf(language: Language, flow: Flow, step: Step) {
  return {
    name: textOf(language, `${flow.id}:steps.${step.id}.review`),
    actor: textOf(language, `common:actor.${step.actor}`),
    does: translate(language, `web:service.does.${step.kind}`),
    isApplicant: step.actor === 'applicant',
    law: formatLaw(language, step.law),
    sometimes: step.when !== undefined,
    steps: step.kind === 'each' ? step.steps.map(inner => innerOf(language, flow, inner, step.id)) : [],
  }
}

const innerOf = (language: Language, flow: Flow, { id, when }: Step, each: string) => ({
  name: textOf(language, `${flow.id}:steps.${each}.${id}.review`),
  sometimes: when !== undefined,
})

function refusalsOf(step: Step): Refusal[] {
  if (step.kind === 'identify' || step.kind === 'sign') return [step.refused]
  if (step.kind !== 'check' && step.kind !== 'act') return []
  return Object.values(step.outcomes).filter(outcome => outcome !== 'continue')
}
