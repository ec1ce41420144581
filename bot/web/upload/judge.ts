import type { FileCheck, FileProblem, FileRule } from '../../../services/files/port.ts'
import type { FormProblem, SentFile } from './receive.ts'

/** Each has its text `web:upload.problems.<problem>`. `not-together`: a PDF beside other files cannot become one document. */
export interface Problem {
  problem: FormProblem | FileProblem | 'not-together'
  /** The file that it is about; absent when it is about all of them. */
  name?: string
}

/** Reads what was sent and says at once what is wrong, while the person can still choose again. Empty: all is well. */
export async function judge(
  files: Pick<FileCheck, 'check'>,
  sent: readonly SentFile[],
  rule: FileRule,
): Promise<Problem[]> {
  const problems: Problem[] = []
  let pages = 0
  let pdfs = 0
  for (const { name, bytes } of sent) {
    const checked = await files.check(bytes, rule)
    if (!checked.ok) problems.push({ problem: checked.problem, name })
    else {
      pages += checked.file.pages
      pdfs += checked.file.type === 'application/pdf' ? 1 : 0
    }
  }
  if (problems.length > 0) return problems
  if (sent.length > 1 && pdfs > 0) return [{ problem: 'not-together' }]
  return pages > rule.maxPages ? [{ problem: 'too-many-pages' }] : []
}
