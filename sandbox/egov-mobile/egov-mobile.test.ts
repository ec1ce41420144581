import { describe, expect, it } from 'vitest'
import { mobileSignLink, newLinkId, signingQrText, signingUrl } from '../../bot/web/signing/links.ts'
import type { LinkEnd, SigningDesk, SigningEnd, SigningRequest } from '../../bot/web/signing/port.ts'
import { signingRoutes } from '../../bot/web/signing/routes.ts'
import type { Iin } from '../../flows/values/iin.ts'
import { instant } from '../../flows/values/time.ts'
import { createApplicantSignatures } from '../../services/signatures/applicant.ts'
import { createCrlFetch } from '../../services/signatures/crl-fetch.ts'
import { createSignatures } from '../../services/signatures/signatures.ts'
import { temporaryDir } from '../../test/support/dirs.ts'
import { listen } from '../../test/support/listen.ts'
import { createAuthority } from '../authority/authority.ts'
import { createEgovMobile } from './egov-mobile.ts'

const now = instant('2026-11-22T04:00:00Z')
const applicant = {
  iin: '990101000014',
  name: 'Әлиева <Айгүл>',
  surname: 'ӘЛИЕВА',
  given: 'АЙГҮЛ',
  patronymic: 'БОЛАТҚЫЗЫ',
}
const revoked = { ...applicant, iin: '000101500206', certificate: 'revoked' as const }
const request: SigningRequest = {
  descriptionKk: 'Өтінішке қол қойыңыз',
  descriptionRu: 'Подпишите заявление',
  expiresAt: instant('2026-11-22T05:00:00Z'),
  organisation: { nameKk: 'Терезе', nameRu: 'Терезе', nameEn: 'Tereze', bin: '200140000014' },
  document: {
    nameKk: 'Өтініш',
    nameRu: 'Заявление',
    nameEn: 'Application',
    type: 'text/plain',
    bytes: Buffer.from('өтініш мәтіні'),
  },
}

/** The phone, the authority and the product's own routes and verification, on one server. */
async function world() {
  const { app, origin } = await listen()
  const authority = await createAuthority({ dir: await temporaryDir(), clock: { now: () => now }, baseUrl: origin })
  const signatures = createSignatures({
    trustDir: authority.trustDir,
    crlFetch: createCrlFetch({ allowedOrigins: [origin] }),
  })
  const checks = createApplicantSignatures(signatures)
  let state: SigningRequest | LinkEnd = request
  const desk: SigningDesk = {
    find: async id => (id === linkId ? state : undefined),
    async finish(_, cms): Promise<SigningEnd> {
      const check = await checks.check(cms, request.document.bytes, applicant.iin as Iin, now)
      if (check.outcome !== 'valid') return { ok: false, signature: check.reason }
      state = 'used'
      return { ok: true }
    },
    cancel: async () => {
      state = 'cancelled'
    },
  }
  const linkId = newLinkId()
  const api1 = signingUrl(origin, linkId)
  const phone = `${origin}/sandbox/egov-mobile`
  app.use('/sandbox/authority', authority.router)
  app.use(
    '/sandbox/egov-mobile',
    createEgovMobile({ authority, people: async () => [applicant, revoked], allowedOrigins: [origin] }).router,
  )
  app.use(signingRoutes({ desk, publicUrl: origin }))

  async function sign(body: object) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${phone}/sign`, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await response.json()) as { shown: string; kk: string; ru: string; message?: string }
  }
  const submit = async (fields: Record<string, string>) =>
    (await fetch(`${phone}/confirm`, { method: 'POST', body: new URLSearchParams(fields) })).text()
  return { authority, api1, phone, origin, sign, submit }
}

describe('the phone signs for a program', () => {
  it.each([
    ['the launch link', (api1: string, phone: string) => mobileSignLink(phone, api1)],
    ['the text of the QR code', (api1: string) => signingQrText(api1)],
    ['the bare address', (api1: string) => api1],
  ])('by %s', async (_, linkOf) => {
    const { api1, phone, sign } = await world()
    expect(await sign({ link: linkOf(api1, phone), iin: applicant.iin })).toEqual({
      shown: 'signed',
      kk: 'Құжатқа қол қойылды.',
      ru: 'Документ подписан.',
    })
  })
  it.each([
    ['expired', 'истёк'],
    ['revoked', 'отозвано'],
    ['foreign', 'не совпадает с ИИН'],
    ['altered', 'не соответствует этому документу'],
  ])('with the %s key and shows the refusal', async (key, said) => {
    const { api1: link, sign } = await world()
    const screen = await sign({ link, iin: applicant.iin, key })
    expect(screen.shown).toBe('refused')
    expect(screen.message).toContain(said)
  })
  it('with the own key of a test person when no key is named', async () => {
    const { api1: link, sign } = await world()
    expect((await sign({ link, iin: revoked.iin })).message).toContain('отозвано')
  })
  it('again after a refusal, but not after it was signed', async () => {
    const { api1: link, sign } = await world()
    await sign({ link, iin: applicant.iin, key: 'expired' })
    expect((await sign({ link, iin: applicant.iin })).shown).toBe('signed')
    expect(await sign({ link, iin: applicant.iin })).toMatchObject({
      shown: 'refused',
      message: expect.stringContaining('уже подписан'),
    })
  })
  it('or cancels, and then the link is closed', async () => {
    const { api1: link, sign } = await world()
    expect((await sign({ link, cancel: true })).shown).toBe('cancelled')
    expect((await sign({ link, iin: applicant.iin })).message).toContain('отменено')
  })
  it('shows that the check cannot be made now', async () => {
    const { api1: link, sign, authority } = await world()
    authority.setCrlFault('unreachable')
    expect(await sign({ link, iin: applicant.iin })).toMatchObject({
      shown: 'unavailable',
      message: expect.stringContaining('позже'),
    })
  })
  it.each(['https://elsewhere.example/mgov', 'http://127.0.0.1:1/mgov', 'file:///etc/passwd', 'nothing'])(
    'never talks to a site that is not on its list: %s',
    async link => {
      const { sign } = await world()
      expect((await sign({ link, iin: applicant.iin })).shown).toBe('not-allowed')
    },
  )
  it('for nobody but the test people', async () => {
    const { api1: link, sign } = await world()
    expect((await sign({ link, iin: '050615600011' })).shown).toBe('nobody')
  })
  it('says what is wrong with an order', async () => {
    const { sign } = await world()
    expect(await sign({ iin: applicant.iin })).toHaveProperty('error')
  })
})

describe('the page of the phone', () => {
  it('says in both languages that it is a test, and what is to be signed', async () => {
    const { api1, phone } = await world()
    const html = await (await fetch(mobileSignLink(phone, api1))).text()
    for (const said of ['СЫНАҚ ҮЛГІСІ', 'ТЕСТОВЫЙ ОБРАЗЕЦ', 'Өтінішке қол қойыңыз', 'Терезе', 'Заявление', 'Подписать'])
      expect(html).toContain(said)
    expect(html).toContain('Әлиева &lt;Айгүл&gt;')
  })
  it('opens the document', async () => {
    const { api1, phone } = await world()
    const response = await fetch(`${phone}/document?link=${encodeURIComponent(api1)}`)
    expect(await response.text()).toBe('өтініш мәтіні')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })
  it('signs without scripts', async () => {
    const { api1: link, submit } = await world()
    const html = await submit({ link, iin: applicant.iin, key: 'valid' })
    expect(html).toContain('Құжатқа қол қойылды.')
    expect(html).toContain('Документ подписан.')
  })
  it('shows the refusal and lets try again', async () => {
    const { api1: link, submit } = await world()
    const html = await submit({ link, iin: applicant.iin, key: 'revoked' })
    expect(html).toContain('кері қайтарылған')
    expect(html).toContain('name="key"')
  })
  it('takes nobody for the signer until a person is chosen', async () => {
    const { api1: link, phone, submit } = await world()
    const persons =
      (await (await fetch(mobileSignLink(phone, link))).text()).match(/<input[^>]*name="iin"[^>]*>/g) ?? []
    expect(persons.length).toBeGreaterThan(0)
    for (const person of persons) expect(person).toMatch(/ required(?!.* checked)/)
    const html = await submit({ link, key: 'valid' })
    expect(html).toContain('Подписывающий не выбран')
    expect(html).toContain('name="iin"')
  })
  it('cancels without a person or a key', async () => {
    const { api1: link, submit } = await world()
    expect(await submit({ link, cancel: 'true' })).toContain('Подписание отменено.')
  })
  it('asks for a link when it has none', async () => {
    const { phone } = await world()
    expect(await (await fetch(`${phone}/`)).text()).toContain('name="link"')
  })
})
