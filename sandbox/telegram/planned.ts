import type { Fault } from './faults.ts'
import { type Answer, refusal } from './methods/perform.ts'
import { ApiFailure, tooManyRequests } from './wire/failure.ts'

const descriptions: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
}

const gateways: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** What a planned fault answers in place of the call; undefined when it only delays or hangs up. */
export function plannedAnswer({ status, retryAfter, description }: Fault): Answer | undefined {
  if (retryAfter !== undefined || status === 429) return refusal(tooManyRequests(retryAfter ?? 1))
  if (status === undefined) return undefined
  return refusal(new ApiFailure(status, description ?? descriptions[status] ?? 'Internal Server Error'))
}

/** Telegram's front server answers 502–504 with its own page, not with JSON. */
export function gatewayPage(status: number): string | undefined {
  const reason = gateways[status]
  if (reason === undefined) return undefined
  const title = `${status} ${reason}`
  const lines = ['<html>', `<head><title>${title}</title></head>`, '<body>', `<center><h1>${title}</h1></center>`]
  return [...lines, '<hr><center>nginx</center>', '</body>', '</html>', ''].join('\r\n')
}
