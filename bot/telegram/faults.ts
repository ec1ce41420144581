import { GrammyError, HttpError } from 'grammy'

/** A call of Telegram that failed, without what grammY's errors carry along: the address with the token, the payload. */
export class TelegramFault extends Error {
  override readonly name = 'TelegramFault'
}

/** The system's code of a broken connection, such as ECONNREFUSED. */
export const networkCode = ({ error }: HttpError): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Fit for logs and for being thrown further. */
export function withoutSecrets(fault: unknown): unknown {
  if (fault instanceof HttpError) return new TelegramFault(`${fault.message} ${networkCode(fault)}`.trim())
  return fault instanceof GrammyError ? new TelegramFault(`${fault.method}: ${fault.error_code}`) : fault
}
