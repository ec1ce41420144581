import { createHash } from 'node:crypto'
import type { ReceivedFile, StoredDocument } from '../../../flows/engine/entries.ts'
import { placeAt } from '../../../flows/engine/path.ts'
import type { Clock } from '../../../flows/values/time.ts'
import type { Performer } from '../../effects/port.ts'
import type { CheckedFile, FileCheck, FileId, FileProblem, FileRule, Files } from '../../files/port.ts'
import type { CaseKey } from '../../keys/port.ts'
import type { Desk } from '../port.ts'
import { again, awaitedWork, done, pause } from './context.ts'

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

/** Fetches, checks and keeps what the citizen sent; until then it is in quarantine and no answer. */
export function takeFiles({ desk, files, check, sources, clock }: TakingFiles): Performer {
  return async effect => {
    const work = await awaitedWork(desk, effect)
    const place = work && placeAt(work.found.flow, work.found.state, work.pending.ref)
    const { step } = place ?? {}
    if (!work || step?.kind !== 'upload') return done
    const { found, pending, task } = work
    const rule = found.flow.checklist.documents.find(({ id }) => id === step.document)
    const refuse = async (problem: FileProblem) => {
      await desk.apply(found.id, { kind: 'files-refused', key: task.key, problem })
      return done
    }
    if (!rule) throw new TypeError(`the checklist has no ${step.document}`)
    const received = await Promise.all(
      (pending.files ?? []).map(file => sources[file.source](file, found.id, found.key)),
    )
    if (received.includes('too-big')) return refuse('too-big')
    if (received.includes('later'))
      return effect.tries < mostTries ? again(clock, pause(effect.tries)) : refuse('download-failed')
    const checked = await checkAll(
      check,
      rule,
      received.filter(bytes => typeof bytes !== 'string'),
    )
    if (!checked.ok) return refuse(checked.problem)
    const documents: StoredDocument[] = []
    for (const [i, { type, bytes, pages, digest }] of (await documentsOf(check, checked.files)).entries()) {
      const id = fileIdOf(effect.key, i)
      await files.put(id, bytes, found.key)
      documents.push({ id, type, pages, digest })
    }
    await desk.apply(found.id, { kind: 'files-checked', key: task.key, documents })
    return done
  }
}
