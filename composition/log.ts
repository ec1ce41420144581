import { type Logger, pino } from 'pino'

/** Faults by class, code and place; never a message, which may quote what somebody typed. */
const withoutWords = (fault: unknown): object => {
  if (!(fault instanceof Error)) return { type: typeof fault }
  const code = 'code' in fault ? { code: fault.code } : {}
  const stack = fault.stack?.split('\n').filter(line => /^\s+at /.test(line))
  return {
    type: fault.name,
    ...code,
    stack,
    ...(fault.cause === undefined ? {} : { cause: withoutWords(fault.cause) }),
  }
}

/** JSON lines on standard error. */
export const createLog = (level: string): Logger =>
  pino({ level, base: null, serializers: { err: withoutWords } }, pino.destination({ fd: 2, sync: false }))
