import type { ZodType } from 'zod'
import { api1UrlIn } from './link.ts'
import { api1, api2, type DocumentsToSign, refusal, type SigningOffer } from './wire.ts'

/** How the app ends; `message` is the service's own, shown as it came. */
export interface Screen {
  shown: 'signed' | 'cancelled' | 'refused' | 'unavailable' | 'not-allowed' | 'nobody'
  message?: string
}
export type Opened = { offer: SigningOffer; documents: DocumentsToSign }
type Answer<T> = { ok: true; value: T } | { ok: false; screen: Screen }

const patience = 15_000

/** The app without its screen: opens a link, puts back what was signed. It talks only to sites on its list, as the real one. */
export function createPhone(allowedOrigins: readonly string[]) {
  async function ask<T>(url: string, shape: ZodType<T>): Promise<Answer<T>> {
    if (!allowedOrigins.includes(new URL(url).origin)) return { ok: false, screen: { shown: 'not-allowed' } }
    const response = await call(url)
    if (!response?.ok) return { ok: false, screen: await refused(response) }
    const parsed = shape.safeParse(await response.json().catch(() => undefined))
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, screen: { shown: 'unavailable' } }
  }

  return {
    async open(link: string): Promise<Answer<Opened>> {
      const url = api1UrlIn(link)
      if (url === undefined) return { ok: false, screen: { shown: 'not-allowed' } }
      const offer = await ask(url, api1)
      if (!offer.ok) return offer
      const documents = await ask(offer.value.document.uri, api2)
      return documents.ok ? { ok: true, value: { offer: offer.value, documents: documents.value } } : documents
    },
    /** API №2, PUT: the documents with signatures in place of their bytes. */
    async finish({ offer, documents }: Opened, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<Screen> {
      const documentsToSign = await Promise.all(documents.documentsToSign.map(entry => signed(entry, sign)))
      return put(offer.document.uri, { ...documents, documentsToSign }, 'signed')
    },
    cancel: ({ offer, documents }: Opened): Promise<Screen> =>
      put(offer.document.uri, { ...documents, status: 'CANCELED' }, 'cancelled'),
  }
}

async function put(url: string, body: unknown, shown: 'signed' | 'cancelled'): Promise<Screen> {
  const headers = { 'content-type': 'application/json' }
  const response = await call(url, { method: 'PUT', headers, body: JSON.stringify(body) })
  return response?.ok ? { shown } : refused(response)
}

/** Undefined when nobody answers. */
const call = (url: string, init: RequestInit = {}) =>
  fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(patience) }).catch(() => undefined)

async function refused(response: Response | undefined): Promise<Screen> {
  const body = refusal.safeParse(await response?.json().catch(() => undefined))
  const shown = response && response.status < 500 ? 'refused' : 'unavailable'
  return { shown, ...(body.success && { message: body.data.message }) }
}

type Entry = DocumentsToSign['documentsToSign'][number]
async function signed(entry: Entry, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<Entry> {
  const signature = await sign(Buffer.from(entry.document.file.data, 'base64'))
  const file = { ...entry.document.file, data: Buffer.from(signature).toString('base64') }
  return { ...entry, document: { file } }
}
