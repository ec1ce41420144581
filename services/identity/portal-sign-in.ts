import * as client from 'openid-client'
import { z } from 'zod'
import { parseIin } from '../../flows/values/iin.ts'
import { createConfigurations, type PortalOptions } from './configuration.ts'
import { type PortalSignIn, PortalUnavailable, type SignInKept, type SignInResult } from './port.ts'

const scope = 'openid profile iin'

/**
 * Sign-in on the portal with OpenID Connect: authorization code, PKCE S256, state and nonce (OpenID Connect Core §3.1,
 * RFC 7636). The person is known by the claim `iin` of the signed id_token alone.
 */
export function createPortalSignIn(options: PortalOptions): PortalSignIn {
  const configure = createConfigurations(options)
  return {
    async begin(returnUrl, language) {
      const configuration = await configure().catch(unavailable)
      const kept = keep(returnUrl)
      const url = client.buildAuthorizationUrl(configuration, {
        scope,
        redirect_uri: returnUrl,
        ui_locales: language,
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(kept.codeVerifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, kept }
    },
    async finish(returnedTo, kept) {
      const configuration = await configure().catch(unavailable)
      return exchange(configuration, returnedTo, kept).catch(notSignedIn)
    },
  }
}

const keep = (returnUrl: string): SignInKept => ({
  returnUrl,
  state: client.randomState(),
  nonce: client.randomNonce(),
  codeVerifier: client.randomPKCECodeVerifier(),
})

async function exchange(configuration: client.Configuration, returnedTo: URL, kept: SignInKept): Promise<SignInResult> {
  // Behind a proxy the address that we see may differ from the one that the portal was given.
  const current = new URL(kept.returnUrl)
  current.search = returnedTo.search
  const tokens = await client.authorizationCodeGrant(configuration, current, {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    pkceCodeVerifier: kept.codeVerifier,
    idTokenExpected: true,
  })
  return readClaims(tokens.claims())
}

const claimsSchema = z.object({
  iin: z.string(),
  name: z.string().min(1),
  registered_at: z.iso.datetime({ offset: true }),
})

/** A signed token without these claims is the portal's fault, not the person's. */
function readClaims(claims: unknown): SignInResult {
  const read = claimsSchema.safeParse(claims)
  if (!read.success) throw new PortalUnavailable('the portal does not tell who signed in', { cause: read.error })
  const iin = parseIin(read.data.iin)
  if (!iin.ok) throw new PortalUnavailable(`the portal gave a wrong IIN: ${iin.problem}`)
  return { ok: true, iin: iin.value, name: read.data.name, registeredAt: read.data.registered_at }
}

const reasons = { refused: 'refused', locked: 'locked', cancelled: 'cancelled' } as const

/** What ended the sign-in: the portal's own refusal, a forgery, or a fault of the portal. */
function notSignedIn(fault: unknown): SignInResult {
  if (fault instanceof client.AuthorizationResponseError) return fromPortal(fault)
  // The code was used, is too old or belongs to another exchange (RFC 6749 §5.2).
  if (fault instanceof client.ResponseBodyError && fault.error === 'invalid_grant')
    return { ok: false, reason: 'forged' }
  if (fault instanceof client.ClientError && forgeries.has(fault.code ?? '')) return { ok: false, reason: 'forged' }
  return unavailable(fault)
}

function fromPortal({ error, error_description, cause }: client.AuthorizationResponseError): SignInResult {
  if (error !== 'access_denied') throw new PortalUnavailable(`the portal answered ${error.slice(0, 40)}`, { cause })
  const described = reasons[(error_description ?? '') as keyof typeof reasons]
  return { ok: false, reason: described ?? 'refused' }
}

/** State, issuer, nonce, audience, times or signature that do not fit, or an answer that no portal gives. */
const forgeries = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_UNSUPPORTED_OPERATION',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
])

function unavailable(cause: unknown): never {
  if (cause instanceof PortalUnavailable) throw cause
  throw new PortalUnavailable('the portal does not answer', { cause })
}
