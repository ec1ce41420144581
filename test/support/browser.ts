import { accessSync, constants } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const flags = [
  '--no-sandbox', // the pages are ours, and a sandbox needs rights that a container seldom has
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
]

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** CHROME_PATH, else the Chromium that comes through npm, else one of the machine. */
async function* candidates(): AsyncGenerator<string> {
  const named = process.env.CHROME_PATH
  if (named) return yield named
  const packed = await sparticuz.executablePath().catch(() => undefined) // it has none for this platform
  if (packed) yield packed
  yield* usual.filter(isExecutable)
}

/** A real browser without a window. The caller closes it. Errors: what each candidate said when none starts. */
export async function launchBrowser(): Promise<Browser> {
  const failures: unknown[] = []
  for await (const executablePath of candidates()) {
    try {
      return await chromium.launch({ executablePath, args: flags, headless: true })
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures, 'no Chromium starts here: set CHROME_PATH')
}
