import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { FlowPapers, PaperWords } from '../../flows/engine/papers.ts'
import { type Clock, dateInAlmaty, type Instant } from '../../flows/values/time.ts'
import { translateDerived } from '../../locales/translate.ts'
import type { FoundCase } from '../cases/port.ts'
import type { Database } from '../database/port.ts'
import type { FileId, Files } from '../files/port.ts'
import type { PaperKind, Papers, PaperValue } from '../papers/port.ts'
import type { Provider } from '../provider/port.ts'
import { openContent, type PaperContent, sealContent } from './content.ts'

export interface IssuingDependencies {
  database: Database
  files: Files
  papers: Papers
  provider: Provider
  clock: Clock
  publicUrl: string
  specimen: boolean
  /** The fields of each service's papers, by flow id. */
  sources: Readonly<Record<string, FlowPapers>>
}

/** A service without papers of its own, or a paper of a case that is not registered: a fault of ours. */
export class NotIssuable extends Error {
  override readonly name = 'NotIssuable'
}

const keyHash = (key: string) => createHash('sha256').update(key).digest()

/** Two digits of the year and ten at random: says nothing about how many were issued, and is easy to read aloud. */
const newNumber = (at: Instant) => {
  const digits = String(randomInt(10_000_000_000)).padStart(10, '0')
  return `${dateInAlmaty(at).slice(2, 4)}-${digits.slice(0, 5)}-${digits.slice(5)}`
}

const isTextKey = (value: object): value is { text: string } => 'text' in value && typeof value.text === 'string'

/** Text keys put into words in both languages. */
function inWords(value: PaperWords): PaperValue {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(inWords)
  if (isTextKey(value)) return { kk: derived('kk', value.text), ru: derived('ru', value.text) }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inWords(inner)]))
}

const derived = (language: 'kk' | 'ru', key: string) => {
  const [namespace = '', path = ''] = key.split(':')
  return translateDerived(language, namespace, path)
}

interface Reserved {
  number: string
  content: PaperContent
  genuine: boolean
}

async function findReserved(database: Database, found: FoundCase, kind: PaperKind): Promise<Reserved | undefined> {
  const [row] = await database.query<{ number: string; content: Uint8Array; status: string }>(
    'select number, content, status from paper where application = $1 and kind = $2',
    [found.id, kind],
  )
  return (
    row && {
      number: row.number,
      content: openContent(found.key, row.number, row.content),
      genuine: row.status !== 'reserved',
    }
  )
}

/** The number, key and moment of a paper are settled before it is made, so that a repetition makes the same paper. */
async function reserve(deps: IssuingDependencies, found: FoundCase, kind: PaperKind): Promise<Reserved> {
  const source = deps.sources[found.flow.id]
  if (!source) throw new NotIssuable(found.flow.id)
  const at = deps.clock.now()
  const number = newNumber(at)
  const content: PaperContent = {
    key: randomBytes(16).toString('base64url'),
    at,
    file: `${found.id}-${kind}`,
    fields: source[kind](found.state),
  }
  await deps.database.query(
    `insert into paper (number, application, kind, flow, key_hash, content, issued_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (application, kind) do nothing`,
    [number, found.id, kind, found.flow.id, keyHash(content.key), sealContent(found.key, number, content), at],
  )
  const reserved = await findReserved(deps.database, found, kind)
  if (!reserved) throw new NotIssuable(number)
  return reserved
}

function draw(
  { papers, publicUrl, specimen }: IssuingDependencies,
  kind: PaperKind,
  { number, content }: Reserved,
): Promise<Uint8Array> {
  const fields = Object.fromEntries(Object.entries(content.fields).map(([name, value]) => [name, inWords(value)]))
  const verifyUrl = `${publicUrl}/verify/${number}?k=${content.key}`
  return papers.make(kind, {
    number,
    at: content.at as Instant,
    fields,
    specimen,
    ...(kind !== 'receipt' && { verifyUrl }),
  })
}

/**
 * Makes a paper, has the provider's authorised person sign its exact bytes (not the receipt), and keeps both. Idempotent by
 * case and kind: called again it gives the same number and the same bytes. Errors: `GatewayUnavailable`, `GatewayRefused`.
 */
export async function issue(deps: IssuingDependencies, found: FoundCase, kind: PaperKind): Promise<{ number: string }> {
  const reserved = (await findReserved(deps.database, found, kind)) ?? (await reserve(deps, found, kind))
  const { number, content, genuine } = reserved
  if (genuine) return { number }
  const bytes = await draw(deps, kind, reserved)
  await deps.files.put(content.file as FileId, bytes, found.key)
  const signed = kind === 'receipt' ? content : await sign(deps, found, content, bytes)
  await deps.database.query("update paper set content = $2, status = 'genuine' where number = $1", [
    number,
    sealContent(found.key, number, signed),
  ])
  return { number }
}

async function sign(
  { provider, files }: IssuingDependencies,
  found: FoundCase,
  content: PaperContent,
  bytes: Uint8Array,
): Promise<PaperContent> {
  const registration = found.state.registered?.number
  if (registration === undefined) throw new NotIssuable(found.flow.id)
  const signature = `${content.file}-signature`
  await files.put(signature as FileId, await provider.sign(registration, bytes), found.key)
  return { ...content, signature }
}
