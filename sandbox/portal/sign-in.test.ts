import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minutes } from '../../flows/values/time.ts'
import type { SignInKept } from '../../services/identity/port.ts'
import { createPortalSignIn } from '../../services/identity/portal-sign-in.ts'
import { handClock, type ListeningState, listeningState, postForm } from '../../test/support/state-sandbox.ts'

let state: ListeningState
beforeEach(async () => {
  state = await listeningState()
})
afterEach(() => state.close())

const portal = () => `${state.url}/sandbox/portal`
const returnUrl = () => `${state.url}/signed-in`
const ticketIn = (location: string | null) => new URL(location ?? '').searchParams.get('request') ?? ''

/** Follows the browser to the sign-in page. */
async function begin(language: 'kk' | 'ru' = 'kk') {
  const { url, kept } = await state.signIn.begin(returnUrl(), language)
  const response = await fetch(url, { redirect: 'manual' })
  const location = response.headers.get('location') ?? ''
  return { kept, location, request: ticketIn(location) }
}
const enter = (request: string, iin: string, password: string, lang = 'kk') =>
  postForm(`${portal()}/sign-in`, { request, iin, password, lang })
const backFrom = (response: Response) => new URL(response.headers.get('location') ?? '')
const leave = async (request: string) => backFrom(await postForm(`${portal()}/leave`, { request }))

describe('sign-in with IIN and password', () => {
  test('tells who it was, since when registered, and keeps the IIN out of every address', async () => {
    const { iin, name, password } = state.person('found')
    const { kept, location, request } = await begin()
    const back = backFrom(await enter(request, `${iin.slice(0, 6)} ${iin.slice(6)}`, password))
    expect(await state.signIn.finish(back, kept)).toEqual({
      ok: true,
      iin,
      name,
      registeredAt: '2024-01-15T05:00:00.000Z',
    })
    expect(`${location} ${back}`).not.toContain(iin)
  })

  test('works at the time of our clock, also when that is years away', async () => {
    state.clock.forward(-minutes(60 * 24 * 900))
    const { iin, password } = state.person('found')
    const { kept, request } = await begin()
    expect(await state.signIn.finish(backFrom(await enter(request, iin, password)), kept)).toMatchObject({
      ok: true,
      iin,
    })
  })

  test('speaks the language that was asked for, and every page says that it is a specimen', async () => {
    const { location } = await begin('ru')
    const page = await (await fetch(location)).text()
    expect(page).toContain('<html lang="ru">')
    expect(page).toContain('Вход на портал')
    expect(page).toContain('СЫНАҚ ҮЛГІСІ')
    expect(page).toContain('lang=kk')
  })

  test('a wrong password is refused in the words of the regulation, and the application learns it', async () => {
    const { iin, password } = state.person('wrongPassword')
    const { kept, request } = await begin()
    const refused = await enter(request, iin, password)
    expect(refused.status).toBe(403)
    const page = await refused.text()
    expect(page).toContain('деректерінде бұзушылықтардың болуына байланысты авторландырудан бас тартылды')
    expect(page).toContain('Тағы 4 рет')
    expect(await state.signIn.finish(await leave(request), kept)).toEqual({ ok: false, reason: 'refused' })
  })

  test('a number without an account is answered exactly as a wrong password', async () => {
    const { request } = await begin()
    const stranger = await (await enter(request, '850230490099', 'x')).text()
    const known = await (await enter(request, state.person('found').iin, 'x')).text()
    expect(stranger).toBe(known)
  })

  test('five wrong tries lock the number for 15 minutes, even for the right password', async () => {
    const { iin, password } = state.person('found')
    const { kept, request } = await begin('ru')
    for (const wrong of ['1', '2', '3', '4', '5']) await enter(request, iin, wrong, 'ru')
    const locked = await enter(request, iin, password, 'ru')
    expect(await locked.text()).toContain('через 15 минут')
    expect(await state.signIn.finish(await leave(request), kept)).toEqual({ ok: false, reason: 'locked' })
    state.clock.forward(minutes(15))
    const again = await begin()
    expect((await enter(again.request, iin, password)).status).toBe(303)
  })

  test('going back without a try is cancelling', async () => {
    const { kept, request } = await begin()
    expect(await state.signIn.finish(await leave(request), kept)).toEqual({ ok: false, reason: 'cancelled' })
  })
})

describe('registration (G-40)', () => {
  const register = (fields: Record<string, string>) =>
    postForm(`${portal()}/register`, { repeat: fields.password ?? '', ...fields })

  test('lets somebody without an account in', async () => {
    const { iin, password } = state.person('unregistered')
    const { kept, request } = await begin()
    expect((await enter(request, iin, password)).status).toBe(403)
    expect((await register({ request, iin, password: 'жаңа құпия' })).status).toBe(303)
    const back = backFrom(await enter(request, iin, 'жаңа құпия'))
    expect(await state.signIn.finish(back, kept)).toMatchObject({ ok: true, iin, registeredAt: state.clock.now() })
  })

  test('opens no lock', async () => {
    const { iin } = state.person('found')
    const { request } = await begin()
    for (const wrong of ['1', '2', '3', '4', '5']) await enter(request, iin, wrong)
    await register({ request, iin, password: 'new-password' })
    expect((await enter(request, iin, 'new-password')).status).toBe(403)
  })

  test.each([
    ['a number that is nobody’s', { iin: '850230490099', password: 'long enough' }, 'тиесілі емес'],
    ['a short password', { iin: '850230490099', password: 'short' }, 'тым қысқа'],
    ['two different passwords', { iin: '850230490099', password: 'long enough', repeat: 'other' }, 'бірдей емес'],
  ])('says what is wrong with %s', async (_name, fields, text) => {
    const response = await register(fields)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(text)
  })
})

describe('forgeries do not sign anybody in', () => {
  const signedIn = async () => {
    const { iin, password } = state.person('found')
    const { kept, request } = await begin()
    return { kept, back: backFrom(await enter(request, iin, password)) }
  }
  const forged = { ok: false, reason: 'forged' }
  const altered = (kept: SignInKept, change: Partial<SignInKept>) => ({ ...kept, ...change })

  test.each([
    ['state', { state: 'another-state-of-somebody' }],
    ['nonce', { nonce: 'another-nonce' }],
    ['code verifier', { codeVerifier: 'another-verifier-that-is-long-enough-to-be-one-0' }],
  ])('another %s', async (_name, change) => {
    const { kept, back } = await signedIn()
    expect(await state.signIn.finish(back, altered(kept, change))).toEqual(forged)
  })

  test('a code used twice', async () => {
    const { kept, back } = await signedIn()
    expect(await state.signIn.finish(back, kept)).toMatchObject({ ok: true })
    expect(await state.signIn.finish(back, kept)).toEqual(forged)
  })

  test('a code older than a minute', async () => {
    const { kept, back } = await signedIn()
    state.clock.forward(minutes(1))
    expect(await state.signIn.finish(back, kept)).toEqual(forged)
  })

  test.each([
    ['no code', (back: URL) => back.searchParams.delete('code')],
    ['two codes', (back: URL) => back.searchParams.append('code', 'x')],
    ['another issuer', (back: URL) => back.searchParams.set('iss', 'http://127.0.0.1:1')],
    ['an error without the state', (back: URL) => back.searchParams.set('state', 'x')],
  ])('%s', async (_name, change) => {
    const { kept, back } = await signedIn()
    change(back)
    expect(await state.signIn.finish(back, kept)).toEqual(forged)
  })

  test('an id_token signed by another key', async () => {
    const { kept, back } = await signedIn()
    const real = globalThis.fetch
    const other = await listeningState()
    globalThis.fetch = (input, init) =>
      real(String(input).endsWith('/jwks') ? `${other.url}/sandbox/portal/jwks` : String(input), init)
    const result = await state.signIn.finish(back, kept).finally(() => {
      globalThis.fetch = real
    })
    await other.close()
    expect(result).toEqual(forged)
  })
})

describe('a portal that does not answer is a fault', () => {
  const client = (issuerUrl: string, clientSecret = 'portal-secret') =>
    createPortalSignIn({ issuerUrl, clientId: 'tereze', clientSecret, clock: handClock(), allowPlainHttp: true })

  test('when nobody is there', async () => {
    const begun = client('http://127.0.0.1:1/sandbox/portal').begin(returnUrl(), 'kk')
    await expect(begun).rejects.toMatchObject({ name: 'PortalUnavailable' })
  })

  test('when it does not know us', async () => {
    const { iin, password } = state.person('found')
    const { kept, request } = await begin()
    const back = backFrom(await enter(request, iin, password))
    await expect(client(portal(), 'wrong').finish(back, kept)).rejects.toMatchObject({ name: 'PortalUnavailable' })
  })

  test('when it is reached without encryption and that is not allowed', async () => {
    const strict = createPortalSignIn({ issuerUrl: portal(), clientId: 'a', clientSecret: 'b', clock: handClock() })
    await expect(strict.begin(returnUrl(), 'kk')).rejects.toMatchObject({ name: 'PortalUnavailable' })
  })
})

describe('the portal itself', () => {
  const authorize = (changes: Record<string, string>) => {
    const asked = {
      client_id: 'tereze',
      redirect_uri: returnUrl(),
      response_type: 'code',
      scope: 'openid',
      state: '12345678',
    }
    const challenge = { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }
    return fetch(`${portal()}/authorize?${new URLSearchParams({ ...asked, ...challenge, ...changes })}`, {
      redirect: 'manual',
    })
  }

  test.each([{ redirect_uri: 'http://evil.test/' }, { client_id: 'stranger' }])(
    'never sends to a stranger: %o',
    async change => {
      expect((await authorize(change)).status).toBe(400)
    },
  )

  test.each([{ code_challenge_method: 'plain' }, { response_type: 'token' }, { scope: 'profile' }])(
    'sends a wrong request back: %o',
    async change => {
      expect(backFrom(await authorize(change)).searchParams.get('error')).toBe('invalid_request')
    },
  )
})
