import { ZodError } from 'zod'
import type { Clock } from '../../flows/values/time.ts'
import { readAnswer } from './answer.ts'
import { MalformedXml } from './document.ts'
import { requestEnvelope } from './envelope.ts'
import { messageUuid } from './message-id.ts'
import { type Fields, type Gateway, type GatewayMessage, GatewayUnavailable } from './port.ts'
import { type Fetch, post } from './transport.ts'

const defaultTimeoutMs = 10_000

interface GatewayOptions {
  url: string
  senderId: string
  password: string
  clock: Clock
  fetch?: Fetch
}

/** Client of the synchronous channel, version 10 (SOAP 1.1 over HTTP). Holds no state; one serves all callers. */
export function createGateway(options: GatewayOptions): Gateway {
  const sender = { senderId: options.senderId, password: options.password }
  return {
    async send(message: GatewayMessage): Promise<Fields> {
      const messageId = messageUuid(message.serviceId, message.messageId)
      const envelope = requestEnvelope(message, messageId, sender, options.clock.now())
      const deadline = AbortSignal.timeout(message.timeoutMs ?? defaultTimeoutMs)
      const text = await post(options.fetch ?? globalThis.fetch, options.url, envelope, deadline)
      return readable(() => readAnswer(text, messageId))
    },
  }
}

function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof MalformedXml || cause instanceof ZodError)
      throw new GatewayUnavailable('the answer of the gateway cannot be read', 'unknown', cause)
    throw cause
  }
}
