import type { Request } from 'express'
import type { ReceivedFile } from '../../../flows/engine/entries.ts'
import type { FileRule } from '../../../services/files/port.ts'
import { logFault } from '../failures.ts'
import type { Site } from '../site.ts'
import type { Wanted } from './asked.ts'
import { judge, type Problem } from './judge.ts'
import { receiveFiles, type SentFile } from './receive.ts'

const megabyte = 1024 * 1024
const ourMegabytes = 50

/** What the checklist allows, within what this page takes. */
export const ruleFor = ({ uploadMegabytes = ourMegabytes }: Site, { document }: Wanted): FileRule => ({
  accept: document.accept,
  maxPages: document.maxPages,
  maxMegabytes: Math.min(document.maxMegabytes, uploadMegabytes),
})

/**
 * Takes the files of a form: to quarantine, then to the case. A fault on the way loses the form only: it is logged, and the
 * person asked to send it again. 'passed': the case asks for nothing any more.
 */
export async function take(site: Site, request: Request, wanted: Wanted): Promise<Problem[] | 'passed'> {
  const rule = ruleFor(site, wanted)
  const received = await receiveFiles(request, rule.maxMegabytes * megabyte)
  if (!received.ok) return [{ problem: received.problem }]
  try {
    const problems = await judge(site.files, received.files, rule)
    return problems.length > 0 ? problems : await handOver(site, received.files, wanted)
  } catch (fault) {
    logFault(site.log, fault, 'an upload failed')
    return [{ problem: 'failed' }]
  }
}

async function handOver({ desk, quarantine }: Site, sent: readonly SentFile[], wanted: Wanted): Promise<[] | 'passed'> {
  const files: ReceivedFile[] = []
  for (const { bytes } of sent) {
    const id = await quarantine.keep(wanted.found.id, bytes)
    files.push({ source: 'quarantine', id, size: bytes.length })
  }
  const applied = await desk.upload(wanted.found.id, wanted.key, files)
  return applied?.changed ? [] : 'passed'
}
