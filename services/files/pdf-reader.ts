/**
 * Runs as a process of its own: a PDF on standard input, a verdict as JSON on standard output.
 * Whatever a hostile file does to the reader, it does it here, without our memory, keys or connections.
 */
import { buffer } from 'node:stream/consumers'
import { getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PdfVerdict } from './pdf.ts'
import { namesActiveContent } from './pdf-names.ts'

async function isActive(pdf: PDFDocumentProxy): Promise<boolean> {
  if ((await pdf.getJSActions()) !== null || (await pdf.getAttachments()) !== null || pdf.isPureXfa) return true
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    if ((await page.getJSActions()) !== null) return true
    const annotations: { actions?: unknown; file?: unknown }[] = await page.getAnnotations()
    if (annotations.some(({ actions, file }) => actions || file)) return true
  }
  return false
}

/** Readers look for the end mark in the last kilobyte; without it the file was cut off. */
const isWhole = (bytes: Buffer) => bytes.subarray(-1024).includes('%%EOF')

async function read(bytes: Buffer, maxPages: number): Promise<PdfVerdict> {
  if (!isWhole(bytes)) return { problem: 'corrupt' }
  const loading = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: true,
    useWorkerFetch: false,
  })
  const pdf = await loading.promise
  if (pdf.numPages < 1) return { problem: 'corrupt' }
  if (pdf.numPages > maxPages) return { problem: 'too-many-pages' }
  if (namesActiveContent(bytes) || (await isActive(pdf))) return { problem: 'active-content' }
  return { pages: pdf.numPages }
}

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

say({ started: true })
const verdict = await read(await buffer(process.stdin), Number(process.argv[2])).catch((error: Error): PdfVerdict => {
  return { problem: error.name === 'PasswordException' ? 'password' : 'corrupt' }
})
say(verdict)
