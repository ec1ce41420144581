import { z } from 'zod'
import type { Authority } from '../authority/authority.ts'
import { renderPage, type TestPerson } from './page.ts'
import { createPhone, type Opened, type Screen } from './phone.ts'

/** `own` is the key that the test person has; the others are tried on purpose. */
const offeredKeys = ['own', 'valid', 'expired', 'revoked', 'foreign', 'altered'] as const
export const order = z.object({
  link: z.string().min(1),
  iin: z.string().optional(),
  key: z.enum(offeredKeys).default('own'),
  cancel: z.union([z.boolean(), z.stringbool()]).default(false),
})
type Order = z.infer<typeof order>

export interface AppParts {
  authority: Pick<Authority, 'issue' | 'sign'>
  people: () => Promise<readonly TestPerson[]>
  /** The app's list of sites. */
  allowedOrigins: readonly string[]
}

/** What the phone does with a link, and how its page looks. */
export function createApp({ authority, people, allowedOrigins }: AppParts) {
  const phone = createPhone(allowedOrigins)
  return {
    /** The form for an open link, below what the last attempt ended with; without a link, where to paste one. */
    async page(base: string, link: string, screen?: Screen): Promise<string> {
      const opened = link === '' ? undefined : await phone.open(link)
      if (!opened?.ok) return renderPage({ base, link, screen: screen ?? opened?.screen })
      return renderPage({ base, link, screen, opened: opened.value, people: await people(), kinds: offeredKeys })
    },
    async act({ link, iin, key, cancel }: Order): Promise<Screen> {
      const opened = await phone.open(link)
      if (!opened.ok) return opened.screen
      if (cancel) return phone.cancel(opened.value)
      const person = (await people()).find(candidate => candidate.iin === iin)
      if (!person) return { shown: 'nobody' }
      const signingKey = await authority.issue(keyOf(person, key))
      return phone.finish(opened.value, bytes => authority.sign(bytes, signingKey))
    },
    async document(link: string) {
      const opened = await phone.open(link)
      return opened.ok ? firstDocument(opened.value) : undefined
    },
  }
}

const keyOf = ({ iin, surname, given: name, patronymic, certificate }: TestPerson, key: Order['key']) => ({
  ...{ iin, surname, name, patronymic },
  kind: key === 'own' ? (certificate ?? 'valid') : key,
})

function firstDocument({ documents }: Opened) {
  const file = documents.documentsToSign[0]?.document.file
  const mime = file?.mime === '@file/pdf' ? 'application/pdf' : 'text/plain; charset=utf-8'
  return { mime, bytes: Buffer.from(file?.data ?? '', 'base64') }
}
