/**
 * The e-government gateway (ЭҮШ / ШЭП), SyncChannel v10. Source: notes on the public contract of the channel.
 * One call is one message: `messageId` is the idempotency key and is sent again unchanged on a retry.
 */
export interface Gateway {
  /**
   * Sends `data` and gives back what the service answered inside responseData/data.
   * Waits at most `timeoutMs`. Retries here only what certainly was not processed (no connection, HTTP 502/503/504 before an answer);
   * a call that may have been processed is `GatewayUnavailable` with `outcome: 'unknown'`: the caller asks again with the same `messageId`.
   */
  send(message: GatewayMessage): Promise<Fields>
}
export interface GatewayMessage {
  serviceId: string
  /** On the wire a UUID: one is sent as it is, any other text as the UUID derived from `serviceId` and it. */
  messageId: string
  data: Fields
  /** xsi:type of requestData/data, where the service names one. */
  dataType?: { namespace: string; name: string }
  timeoutMs?: number
}

/** Elements by local name, in order: text, elements within, or several of one name. An absent one is undefined. */
export interface Fields {
  readonly [name: string]: Field | readonly Field[] | undefined
}
export type Field = string | Fields

/** The gateway or what is behind it did not answer: a fault to wait for, never the answer "not found". */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable'
  readonly outcome: 'not-sent' | 'unknown'
  constructor(message: string, outcome: 'not-sent' | 'unknown', cause?: unknown) {
    super(message, { cause })
    this.outcome = outcome
  }
}

/** The gateway answered with a fault or a status other than SCSS001. Not retried by itself. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused'
  readonly code: string
  constructor(code: string, cause?: unknown) {
    super(`the gateway answered ${code}`, { cause })
    this.code = code
  }
}
