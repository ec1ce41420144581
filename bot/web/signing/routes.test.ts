import { describe, expect, it } from 'vitest'
import { instant } from '../../../flows/values/time.ts'
import { signatureReasons } from '../../../services/signatures/port.ts'
import { listen } from '../../../test/support/listen.ts'
import { newLinkId } from './links.ts'
import type { LinkEnd, SigningDesk, SigningEnd, SigningRequest } from './port.ts'
import { signingRoutes } from './routes.ts'

const request: SigningRequest = {
  descriptionKk: 'Өтінішке қол қойыңыз',
  descriptionRu: 'Подпишите заявление',
  expiresAt: instant('2026-11-22T20:30:00Z'),
  organisation: { nameKk: 'Терезе', nameRu: 'Терезе', nameEn: 'Tereze', bin: '200140000014' },
  document: {
    nameKk: 'Өтініш',
    nameRu: 'Заявление',
    nameEn: 'Application',
    type: 'application/pdf',
    bytes: Buffer.from('%PDF өтініш'),
  },
}
const signature = Buffer.from('3080', 'hex')
const filled = (data: string, id: unknown = 1) => ({
  documentsToSign: [{ id, document: { file: { mime: '', data } } }],
})

/** The routes over a desk that holds one link and writes down what it was told. */
async function world(state: SigningRequest | LinkEnd = request, end: SigningEnd = { ok: true }) {
  const linkId = newLinkId()
  const told: unknown[] = []
  const desk: SigningDesk = {
    find: async id => (id === linkId ? state : undefined),
    finish: async (_, cms) => {
      told.push(Buffer.from(cms))
      return end
    },
    cancel: async () => void told.push('cancelled'),
  }
  const { app, origin } = await listen()
  app.use(signingRoutes({ desk, publicUrl: origin }))
  const api1 = `${origin}/mgov/sign/${linkId}`
  const put = (body: unknown, url = `${api1}/documents`) =>
    fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { api1, put, told, origin }
}

/** What the app shows beside a status other than 200. */
async function messageOf(response: Response): Promise<string> {
  const { message } = (await response.json()) as { message: string }
  return message
}

describe('an open link', () => {
  it('says who asks, until when in Almaty, and where the document is (API №1)', async () => {
    const { api1 } = await world()
    const response = await fetch(api1)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      description: 'Өтінішке қол қойыңыз / Подпишите заявление',
      expiry_date: '2026-11-23T01:30:00.000+0500',
      organisation: { nameRu: 'Терезе', nameKz: 'Терезе', nameEn: 'Tereze', bin: '200140000014' },
      document: { uri: `${api1}/documents`, auth_type: 'None', auth_token: '' },
    })
  })
  it('gives exactly the reviewed bytes to be signed detached (API №2)', async () => {
    const { api1 } = await world()
    const data = Buffer.from(request.document.bytes).toString('base64')
    const body: unknown = await (await fetch(`${api1}/documents`)).json()
    expect(body).toMatchObject({
      signMethod: 'CMS_SIGN_ONLY',
      documentsToSign: [{ id: 1, nameKz: 'Өтініш', document: { file: { mime: '@file/pdf', data } } }],
    })
  })
  it('may be opened more than once before it is used', async () => {
    const { api1 } = await world()
    expect([(await fetch(api1)).status, (await fetch(api1)).status]).toEqual([200, 200])
  })
  it.each([
    ['base64 of DER', filled(signature.toString('base64')), signature],
    [
      'PEM text',
      filled('-----BEGIN CMS-----\nMIA=\n-----END CMS-----'),
      Buffer.from('-----BEGIN CMS-----\nMIA=\n-----END CMS-----'),
    ],
    ['an id in quotes', filled(signature.toString('base64'), '1'), signature],
  ])('takes the signature as %s', async (_, body, handed) => {
    const { put, told } = await world()
    const response = await put(body)
    expect([response.status, await response.text()]).toEqual([200, 'success'])
    expect(told).toEqual([handed])
  })
  it('hears that the person pressed cancel', async () => {
    const { put, told } = await world()
    expect((await put({ ...filled('MIA='), status: 'CANCELED' })).status).toBe(200)
    expect(told).toEqual(['cancelled'])
  })
  it.each([
    [{}],
    [{ documentsToSign: [] }],
    [filled('MIA=', 2)],
    [filled('')],
    [{ documentsToSign: [filled('MIA='), filled('MIA=')] }],
  ])('refuses an answer without its one document: %j', async body => {
    const { put, told } = await world()
    const response = await put(body)
    expect(response.status).toBe(403)
    expect(await messageOf(response)).toBe(
      'ЭЦҚ оқылмады. Қайта қол қойып көріңіз. / Не удалось прочитать ЭЦП. Подпишите ещё раз.',
    )
    expect(told).toEqual([])
  })
  it('does not read an endless answer', async () => {
    const { put, told } = await world()
    expect((await put(filled('M'.repeat(300_000)))).status).toBe(413)
    expect(told).toEqual([])
  })
})

describe('a signature that does not pass', () => {
  it.each(signatureReasons.filter(reason => reason !== 'revocation-unknown'))(
    'is refused in both languages: %s',
    async reason => {
      const { put } = await world(request, { ok: false, signature: reason })
      const response = await put(filled('MIA='))
      expect(response.status).toBe(403)
      expect(await messageOf(response)).toMatch(/^[А-ЯӘІҢҒҮҰҚӨҺ].*\. \/ [А-Я].*\.$/)
    },
  )
  it('is neither accepted nor refused while nobody knows', async () => {
    const { put } = await world(request, { ok: false, signature: 'revocation-unknown' })
    const response = await put(filled('MIA='))
    expect(response.status).toBe(503)
    expect(await messageOf(response)).toContain('Повторите немного позже')
  })
  it('tells an expired certificate from an expired link', async () => {
    const certificate = await world(request, { ok: false, signature: 'expired' })
    expect(await (await certificate.put(filled('MIA='))).text()).toContain('свидетельства истёк')
    const link = await world(request, { ok: false, link: 'expired' })
    expect(await (await link.put(filled('MIA='))).text()).toContain('ссылки истёк')
  })
})

describe('a closed link', () => {
  const words = { expired: 'Срок действия ссылки истёк', used: 'уже подписан', cancelled: 'отменено' } as const

  it.each(Object.entries(words) as [LinkEnd, string][])(
    'that is %s says so at every door and takes nothing',
    async (end, said) => {
      const { api1, put, told } = await world(end)
      for (const response of [await fetch(api1), await fetch(`${api1}/documents`), await put(filled('MIA='))]) {
        expect(response.status).toBe(403)
        expect(await messageOf(response)).toContain(said)
      }
      expect(told).toEqual([])
    },
  )
  it.each([newLinkId(), 'short', '../../etc', 'x'.repeat(200)])('that never was is not found: %s', async linkId => {
    const { origin, put } = await world()
    const url = `${origin}/mgov/sign/${encodeURIComponent(linkId)}`
    for (const response of [
      await fetch(url),
      await fetch(`${url}/documents`),
      await put(filled('MIA='), `${url}/documents`),
    ])
      expect(response.status).toBe(404)
  })
})
