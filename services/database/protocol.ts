import type { EngineError } from './failure.ts'

/** What the client asks of the worker that runs the embedded engine. */
export type Request =
  | { id: number; ask: 'query'; text: string; values?: readonly unknown[] }
  | { id: number; ask: 'listen' | 'unlisten'; channel: string }
  | { id: number; ask: 'commit' | 'close' }

/** What the worker answers; a notification belongs to no request. */
export type Reply =
  | { id: number; rows: object[] }
  | { id: number; error: EngineError }
  | { channel: string; payload: string }
