import { createHash } from 'node:crypto'
import type { ReceivedFile, StoredDocument } from '../../../flows/engine/entries.ts'
import type { OutsideInput } from '../../../flows/engine/input.ts'
import { placeAt } from '../../../flows/engine/path.ts'
import type { Clock } from '../../../flows/values/time.ts'
import type { Leased, Performer } from '../../effects/port.ts'
import type { CheckedFile, FileCheck, FileId, FileProblem, FileRule, Files } from '../../files/port.ts'
import type { CaseKey } from '../../keys/port.ts'
import type { Desk } from '../port.ts'
import { again, awaitedWork, done, pause, type Work } from './context.ts'

/** Bytes that nobody has checked yet, from where a face left them; `later`: not to be had at the moment. */
export type Fetched = Uint8Array | 'later' | 'too-big'
export type Sources = Record<
  ReceivedFile['source'],
  (file: ReceivedFile, caseId: string, key: CaseKey) => Promise<Fetched>
>

export interface TakingFiles {
  desk: Desk
  files: Files
  check: FileCheck
  sources: Sources
  clock: Clock
}

/** After that many tries the citizen is asked to send the document again. */
const mostTries = 6

type Checked = { ok: true; files: CheckedFile[] } | { ok: false; problem: FileProblem }

async function checkAll(check: FileCheck, rule: FileRule, received: readonly Uint8Array[]): Promise<Checked> {
  const files: CheckedFile[] = []
  for (const bytes of received) {
    const result = await check.check(bytes, rule)
    if (!result.ok) return result
    files.push(result.file)
  }
  const pages = files.reduce((sum, file) => sum + file.pages, 0)
  return pages > rule.maxPages ? { ok: false, problem: 'too-many-pages' } : { ok: true, files }
}

/** Photographed pages become one document; PDFs stay as they came. */
async function documentsOf(check: FileCheck, files: readonly CheckedFile[]): Promise<CheckedFile[]> {
  const pages = files.filter(({ type }) => type !== 'application/pdf')
  const rest = files.filter(({ type }) => type === 'application/pdf')
  return pages.length > 1 ? [await check.join(pages), ...rest] : [...files]
}

/** The same for the same effect: a repetition writes the same files again. */
export const fileIdOf = (effectKey: string, name: string | number) =>
  createHash('sha256').update(`${effectKey}:${name}`).digest('hex').slice(0, 32) as FileId

/** Checked documents under the case's key; the same effect writes the same files again. */
async function keep(
  { files, check }: TakingFiles,
  effect: Leased,
  key: CaseKey,
  checked: CheckedFile[],
): Promise<StoredDocument[]> {
  const documents = await documentsOf(check, checked)
  return Promise.all(
    documents.map(async ({ type, bytes, pages, digest }, i) => {
      const id = fileIdOf(effect.key, i)
      await files.put(id, bytes, key)
      return { id, type, pages, digest }
    }),
  )
}

/** What becomes of the files that came: an input for the case, or nothing yet. */
async function judge(
  deps: TakingFiles,
  { found, task, effect }: Work,
  sent: readonly ReceivedFile[],
  rule: FileRule,
): Promise<OutsideInput | 'later'> {
  const refused = (problem: FileProblem): OutsideInput => ({ kind: 'files-refused', key: task.key, problem })
  const received = await Promise.all(sent.map(file => deps.sources[file.source](file, found.id, found.key)))
  if (received.includes('too-big')) return refused('too-big')
  if (received.includes('later')) return effect.tries < mostTries ? 'later' : refused('download-failed')
  const bytes = received.filter(one => typeof one !== 'string')
  const checked = await checkAll(deps.check, rule, bytes)
  if (!checked.ok) return refused(checked.problem)
  return { kind: 'files-checked', key: task.key, documents: await keep(deps, effect, found.key, checked.files) }
}

/** Fetches, checks and keeps what the citizen sent; until then it is in quarantine and no answer. */
export function takeFiles(deps: TakingFiles): Performer {
  const { desk, files, clock } = deps
  return async effect => {
    const work = await awaitedWork(desk, effect)
    const place = work && placeAt(work.found.flow, work.found.state, work.pending.ref)
    const { step } = place ?? {}
    if (!work || step?.kind !== 'upload') return done
    const rule = work.found.flow.checklist.documents.find(({ id }) => id === step.document)
    if (!rule) throw new TypeError(`the checklist has no ${step.document}`)
    const sent = work.pending.files ?? []
    const input = await judge(deps, work, sent, rule)
    if (input === 'later') return again(clock, pause(effect.tries))
    await desk.apply(work.found.id, input)
    await Promise.all(sent.filter(({ source }) => source === 'quarantine').map(({ id }) => files.delete(id as FileId)))
    return done
  }
}
