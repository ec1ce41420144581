import type { Iin } from '../../flows/values/iin.ts'

/** Sign-in on the e-government portal (ЭҮП), OpenID Connect authorization code flow with PKCE, state and nonce. */
export interface PortalSignIn {
  /** Where to send the browser, and what must be kept until it returns. `loginHint` is never an IIN. */
  begin(returnUrl: string, language: 'kk' | 'ru'): Promise<{ url: string; kept: SignInKept }>
  /**
   * Checks the return: state, code, id_token signature, issuer, audience, nonce, times.
   * `refused`: the portal refused the authorisation (RF-G3). Errors: `PortalUnavailable`; anything forged is `refused` too.
   */
  finish(returnedTo: URL, kept: SignInKept): Promise<SignInResult>
}
export interface SignInKept {
  state: string
  nonce: string
  codeVerifier: string
  returnUrl: string
}
export type SignInResult =
  | { ok: true; iin: Iin; name: string; registeredAt: string }
  | { ok: false; reason: 'refused' | 'cancelled' | 'forged' | 'locked' }

export class PortalUnavailable extends Error {
  override readonly name = 'PortalUnavailable'
}
