import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { FileProblem } from './port.ts'

export type PdfVerdict = { pages: number } | { problem: FileProblem }

const reader = fileURLToPath(new URL('./pdf-reader.ts', import.meta.url))
const mostMs = 20_000
/** Address space, of which Node itself reserves more than half. Where a shell cannot limit it (macOS, Windows) time alone does. */
const mostKilobytes = 2_000_000
const limited = ['/bin/sh', '-c', `ulimit -v ${mostKilobytes} 2>/dev/null; exec "$@"`, 'sh']

/** The reader did not even start: a fault of ours, not of the file. */
export class PdfReaderFailed extends Error {
  override readonly name = 'PdfReaderFailed'
}

/** Nothing of our environment but what a process needs to start: no secret is within reach of a hostile file. */
function start(maxPages: number) {
  const node = [process.execPath, reader, String(maxPages)]
  const [program = '', ...args] = process.platform === 'win32' ? node : [...limited, ...node]
  return spawn(program, args, {
    env: { NODE_NO_WARNINGS: '1' },
    timeout: mostMs,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}

/** Reads a PDF in a process with limited time and memory. What breaks the reader is corrupt. Errors: `PdfReaderFailed`. */
export async function readPdf(bytes: Uint8Array, maxPages: number): Promise<PdfVerdict> {
  const child = start(maxPages)
  child.stdin.on('error', () => undefined) // it ended before it read all: its verdict, or the lack of one, follows
  child.stdin.end(bytes)
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')]).catch(cause => {
    throw new PdfReaderFailed('the PDF reader cannot be run', { cause })
  })
  const messages = said.split('\n').filter(line => line.startsWith('{'))
  if (messages.length === 0) throw new PdfReaderFailed('the PDF reader did not start')
  return messages[1] === undefined ? { problem: 'corrupt' } : (JSON.parse(messages[1]) as PdfVerdict)
}
