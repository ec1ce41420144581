import { type Request, type Response, Router } from 'express'
import { formatNotLaterThanTime } from '../../../locales/format.ts'
import { languageOf } from '../pages/language.ts'
import { textOf } from '../pages/pages.ts'
import type { Site } from '../site.ts'
import { chatAction } from '../to-chat.ts'
import { signingQr, signingUrl } from './links.ts'

type TokenRequest = Request<{ token: string }>

const statusOf = { missing: 404, expired: 410, used: 200, cancelled: 410 } as const

/** For those whose eGov Mobile is on another phone: the same link as in the chat, as a QR code on a larger screen. */
export function signingPageRoutes(site: Site): Router {
  const router = Router()
  router.get('/sign/:token', (request, response) => show(site, request, response))
  router.get('/sign/:token/qr.png', async ({ params }: TokenRequest, response) => {
    response.type('png').send(await signingQr(signingUrl(site.publicUrl, params.token)))
  })
  return router
}

async function show(site: Site, request: TokenRequest, response: Response): Promise<void> {
  const { token } = request.params
  const language = languageOf(request)
  const found = (await site.signing.find(token)) ?? 'missing'
  if (typeof found !== 'object') {
    const action = chatAction(site, language)
    return site.pages.tell(request, response, { text: `sign.${found}`, status: statusOf[found], action })
  }
  site.pages.send(request, response, {
    view: 'sign',
    title: textOf(language, 'web:sign.title'),
    data: {
      service: textOf(language, `${found.flow}:title`),
      qr: `/sign/${token}/qr.png`,
      launch: site.mobileSignLink(signingUrl(site.publicUrl, token)),
      until: textOf(language, 'web:sign.until', { notLater: formatNotLaterThanTime(language, found.expiresAt) }),
    },
  })
}
