import { createHash, createHmac, randomBytes } from 'node:crypto'
import express, { type Request, Router } from 'express'
import { z } from 'zod'
import { sameSecret } from '../pages/secret.ts'
import type { AuthorizationRequest, Portal, SignedIn } from './portal.ts'

const tokenSchema = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
})
const lifetimeSeconds = 300

/** The token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.6): a code is given up at its first use, right or wrong. */
export function tokenRoutes(portal: Portal): Router {
  return Router().post('/portal/token', express.urlencoded({ extended: false }), (request, response) => {
    response.set('cache-control', 'no-store')
    if (!isClient(request, portal)) return void response.status(401).json({ error: 'invalid_client' })
    const asked = tokenSchema.safeParse(request.body)
    if (!asked.success) return void response.status(400).json({ error: 'invalid_request' })
    const granted = portal.codes.take(asked.data.code)
    if (!granted || !fits(granted.request, asked.data))
      return void response.status(400).json({ error: 'invalid_grant' })
    response.json({
      access_token: randomBytes(32).toString('base64url'),
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      id_token: portal.key.sign(claims(portal, granted.request, granted.who)),
    })
  })
}

/** client_secret_basic or client_secret_post (RFC 6749 §2.3.1). */
function isClient(request: Request, portal: Portal): boolean {
  const basic = Buffer.from(request.get('authorization')?.replace(/^Basic /, '') ?? '', 'base64').toString()
  const [id = '', secret = ''] = basic
    ? basic.split(':').map(decodeURIComponent)
    : [request.body?.client_id, request.body?.client_secret]
  return id === portal.clientId && sameSecret(String(secret), portal.clientSecret)
}

const fits = (request: AuthorizationRequest, { redirect_uri, code_verifier }: z.infer<typeof tokenSchema>): boolean =>
  redirect_uri === request.redirectUri &&
  sameSecret(createHash('sha256').update(code_verifier).digest('base64url'), request.codeChallenge)

function claims(portal: Portal, { nonce }: AuthorizationRequest, { person, registeredAt, at }: SignedIn) {
  const now = Math.floor(Date.parse(portal.clock.now()) / 1000)
  return {
    iss: portal.issuer,
    aud: portal.clientId,
    sub: createHmac('sha256', portal.clientSecret).update(person.iin).digest('hex'),
    iat: now,
    exp: now + lifetimeSeconds,
    auth_time: Math.floor(Date.parse(at) / 1000),
    ...(nonce !== undefined && { nonce }),
    iin: person.iin,
    name: person.name,
    registered_at: registeredAt,
  }
}
