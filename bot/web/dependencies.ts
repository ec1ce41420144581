import type { Request } from 'express'
import type { Registry } from 'prom-client'
import type { Catalogue } from '../../flows/engine/versions.ts'
import type { Language } from '../../flows/values/language.ts'
import type { Clock } from '../../flows/values/time.ts'
import type kk from '../../locales/kk/web.json'
import type { Desk, Links, Signing } from '../../services/cases/port.ts'
import type { FileCheck, Quarantine } from '../../services/files/port.ts'
import type { PortalSignIn } from '../../services/identity/port.ts'
import type { Keys } from '../../services/keys/port.ts'
import type { Records } from '../../services/records/port.ts'
import type { Throttle } from '../../services/throttles/port.ts'

export interface WebDependencies {
  desk: WebDesk
  records: Records
  /** Sign-in links name the step `identify` by its place, upload links the step `upload`: `key` is the place's ref. */
  links: Pick<Links, 'read'>
  signIn: PortalSignIn
  signing: Pick<Signing, 'find'>
  /** Opens eGov Mobile on this phone with the address of API №1. */
  mobileSignLink: (api1Url: string) => string
  files: Pick<FileCheck, 'check'>
  quarantine: Quarantine
  throttle: Throttle
  catalogue: Catalogue
  clock: Clock
  /** Keys of the cookies, one for each purpose. Another process needs the same ones: SESSION_SECRET. */
  keys: Pick<Keys, 'own'>
  publicUrl: string
  /** Where the sign-in button leads in the end: the browser lets a form go nowhere else. */
  portalUrl: string
  /** The chat, for "back to the chat" and "begin". */
  chatUrl?: string
  specimen: boolean
  index: readonly IndexLine[]
  /** A demonstration's test people; absent in production. */
  people?: () => readonly IndexPerson[]
  metrics: Registry
  log: WebLog
  /** Throws when the database is away. */
  ready(): Promise<void>
  /** A fingerprint of where the request comes from: the name of its bucket, never the address itself. */
  clientOf(request: Request): string
  /** Of all files of one document together; the checklist may allow less. */
  uploadMegabytes?: number
}

/** What the pages need of the desk. */
export type WebDesk = Pick<Desk, 'find' | 'apply' | 'upload'>

/** What runs and what does not yet. Its texts: `web:index.lines.<name>`. */
export interface IndexLine {
  name: keyof typeof kk.index.lines
  href?: string
  state: 'works' | 'later' | 'stand-in'
}
export interface IndexPerson {
  iin: string
  name: string
  password: string
  leadsTo: Record<Language, string>
}

export interface WebLog {
  error(about: object, message: string): void
  warn(about: object, message: string): void
}
