import type { Request, Response } from 'express'
import type { Language } from '../../../flows/values/language.ts'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'
import type { Wanted } from './asked.ts'
import type { Problem } from './judge.ts'
import { mostFiles } from './receive.ts'
import { ruleFor } from './take.ts'

const formatNames = { pdf: 'PDF', jpeg: 'JPEG', png: 'PNG' } as const
const mediaTypes = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' } as const

/** The page that asks for a document, with what was wrong with the last try. */
export function showForm(site: Site, request: Request, response: Response, wanted: Wanted, problems: Problem[]): void {
  const language = languageOf(request, wanted.found.state.language)
  const rule = ruleFor(site, wanted)
  const limits = {
    formats: rule.accept.map(format => formatNames[format]).join(', '),
    megabytes: rule.maxMegabytes,
    pages: rule.maxPages,
  }
  site.pages.send(request, response, {
    view: 'upload',
    title: textOf(language, `${wanted.found.flow.id}:documents.${wanted.document.id}`),
    language,
    status: problems.length > 0 ? 422 : 200,
    problem: problems.length > 0,
    data: {
      service: textOf(language, `${wanted.found.flow.id}:title`),
      limits,
      accept: rule.accept.map(format => mediaTypes[format]).join(','),
      problems: problems.map(problem => sayProblem(language, problem, limits)),
    },
  })
}

function sayProblem(
  language: Language,
  { problem, name }: Problem,
  limits: { megabytes: number; pages: number },
): string {
  const text = textOf(language, `web:upload.problems.${problem}`, { ...limits, files: mostFiles })
  return name === undefined ? text : `${name}: ${text}`
}
