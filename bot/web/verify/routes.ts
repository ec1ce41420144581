import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'
import { passes } from '../throttled.ts'
import { stand } from './view.ts'

/** Is this paper genuine? Anybody may ask; only who holds the paper, and so its key, sees what stands on it. */
export function verifyRoutes(site: Site): Router {
  const router = Router()
  router.get('/verify', (request, response) => askNumber(site, request, response))
  router.get('/verify/:number', (request, response) => showPaper(site, request, response))
  return router
}

const numberSchema = z.string().trim().min(1).max(64)

function askNumber(site: Site, request: Request, response: Response): void {
  const number = numberSchema.safeParse(request.query.number)
  if (number.success) response.redirect(303, `/verify/${encodeURIComponent(number.data)}`)
  else showForm(site, request, response, request.query.number !== undefined)
}

function showForm({ pages }: Site, request: Request, response: Response, asked: boolean): void {
  const title = textOf(languageOf(request), 'web:verify.title')
  pages.send(request, response, { view: 'verify', title, status: asked ? 422 : 200, problem: asked, data: { asked } })
}

/** Numbers are short: whoever tries them one by one is slowed down. */
const limit = { burst: 12, perSecond: 0.2 }
const keySchema = z.string().max(128).catch('')

async function showPaper(site: Site, request: Request<{ number: string }>, response: Response): Promise<void> {
  if (!(await passes(site, request, response, `web-verify:${site.clientOf(request)}`, limit))) return
  const { number } = request.params
  const key = keySchema.parse(request.query.k ?? '')
  // Both are always asked, so that a wrong key takes as long as none.
  const paper = await site.records.findPaper(number)
  const shown = await site.records.readPaper(number, key)
  if (!paper) return site.pages.tell(request, response, { text: 'verify.unknown', status: 404 })
  const language = languageOf(request)
  site.pages.send(request, response, {
    view: 'paper',
    title: textOf(language, `web:verify.status.${paper.status}.title`),
    keep: shown ? { k: key } : {},
    data: stand(language, paper, shown),
  })
}
