import { once } from 'node:events'
import type { App } from './app.ts'

/** Waits for TERM or INT, then lets what is under way end. */
export async function untilStopped(app: Pick<App, 'stop'>): Promise<void> {
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  await app.stop()
}
