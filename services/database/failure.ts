import { DatabaseError } from './port.ts'

/** What both engines say about a failed statement. */
export interface EngineError {
  message: string
  code: string
  table?: string | undefined
  constraint?: string | undefined
  routine?: string | undefined
}

/** SQLSTATE 08006: the connection broke; whether a commit under way was made is not known. */
const connectionFailure = '08006'

/** Data exceptions (22), raised texts (P0) and internal errors (XX) may repeat the value that they complain about. */
const repeatsValues = /^(22|P0|XX)/

/** Engines put values into `detail` and, for some classes, into the message itself: neither is let through. */
export function statementFailure(error: EngineError): DatabaseError {
  const where = [error.constraint, error.table].filter(Boolean).join(' of ')
  const text = repeatsValues.test(error.code) ? (error.routine ?? 'data') : error.message
  return new DatabaseError(`statement failed: ${error.code} ${text}${where && ` (${where})`}`, error.code, undefined)
}

export function connectionLost(cause: unknown): DatabaseError {
  return new DatabaseError('the connection to the database failed', connectionFailure, cause)
}
