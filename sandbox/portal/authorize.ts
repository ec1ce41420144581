import { type Response, Router } from 'express'
import { z } from 'zod'
import { languages } from '../../flows/values/language.ts'
import type { AuthorizationRequest, Portal } from './portal.ts'

const client = z.object({ client_id: z.string(), redirect_uri: z.url() })
const requestSchema = z.object({
  response_type: z.literal('code'),
  scope: z.string().refine(scope => scope.split(' ').includes('openid')),
  state: z.string().min(8).max(512),
  nonce: z.string().max(512).optional(),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256'),
  ui_locales: z.enum(languages).catch('kk'),
})

/** Discovery, keys and the authorization endpoint (OpenID Connect Discovery §4, RFC 6749 §4.1.1, RFC 7636 §4.3). */
export function authorizeRoutes(portal: Portal): Router {
  const router = Router()
  router.get('/portal/.well-known/openid-configuration', (_request, response) => response.json(metadata(portal.issuer)))
  router.get('/portal/jwks', (_request, response) => response.json({ keys: [portal.key.jwk] }))
  router.get('/portal/authorize', (request, response) => {
    const from = client.safeParse(request.query)
    // A stranger's address is never redirected to (RFC 6749 §4.1.2.1).
    if (!from.success || !isOurClient(portal, from.data))
      return void response.status(400).json({ error: 'invalid_client' })
    const asked = requestSchema.safeParse(request.query)
    if (!asked.success) return backWithProblem(response, portal, from.data.redirect_uri, request.query.state)
    const { state, nonce, code_challenge: codeChallenge, ui_locales: lang } = asked.data
    const redirectUri = from.data.redirect_uri
    const ticket = portal.requests.issue({ redirectUri, state, nonce, codeChallenge, ended: 'cancelled' })
    response.redirect(303, `${portal.issuer}/sign-in?${new URLSearchParams({ request: ticket, lang })}`)
  })
  return router
}

const isOurClient = (portal: Portal, { client_id, redirect_uri }: z.infer<typeof client>): boolean =>
  client_id === portal.clientId && new URL(redirect_uri).origin === new URL(portal.baseUrl).origin

function backWithProblem(response: Response, { issuer }: Portal, redirectUri: string, state: unknown): void {
  const back = { error: 'invalid_request', iss: issuer, ...(typeof state === 'string' && { state }) }
  response.redirect(303, `${redirectUri}?${new URLSearchParams(back)}`)
}

/** Back to the application with a code, or with how the sign-in ended (RFC 6749 §4.1.2, RFC 9207). */
export function returnTo(response: Response, portal: Portal, request: AuthorizationRequest, code?: string): void {
  const result = code ? { code } : { error: 'access_denied', error_description: request.ended }
  const back = new URL(request.redirectUri)
  for (const [name, value] of Object.entries({ ...result, state: request.state, iss: portal.issuer }))
    back.searchParams.set(name, value)
  response.redirect(303, back.href)
}

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  scopes_supported: ['openid', 'profile', 'iin'],
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  claims_supported: ['sub', 'iin', 'name', 'registered_at'],
  ui_locales_supported: languages,
  authorization_response_iss_parameter_supported: true,
})
