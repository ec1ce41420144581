import { openEmbedded } from './embedded.ts'
import type { Database } from './port.ts'
import { openServer } from './server.ts'

export interface DatabaseConfig {
  /** DATABASE_URL: a server. Without it the embedded engine in `dir`. */
  url?: string | undefined
  /** DATABASE_DIRECT_URL: past the pooler, for LISTEN. */
  directUrl?: string | undefined
  dir: string
  log?: (message: string) => void
}

/** The server when one is named, else the embedded engine. Errors: as theirs. */
export function openDatabase({ url, directUrl, dir, log }: DatabaseConfig): Promise<Database> {
  if (url === undefined) return openEmbedded(dir, log)
  return openServer(url, { ...(directUrl && { directUrl }), ...(log && { log }) })
}
