import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayUnavailable } from './port.ts'

export type Fetch = typeof globalThis.fetch
const largestAnswer = 16 * 1024 * 1024
const pausesMs = [150, 600]
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** A try that the message may be repeated after: nothing of it was processed. */
class NotProcessed extends GatewayUnavailable {}

/** Posts one SOAP message, again unchanged where it certainly was not processed. `signal` ends all tries together. */
export async function post(fetch: Fetch, url: string, body: string, signal: AbortSignal): Promise<string> {
  for (const pause of pausesMs) {
    try {
      return await postOnce(fetch, url, body, signal)
    } catch (fault) {
      if (!(fault instanceof NotProcessed)) throw fault
      await sleep(pause, undefined, { signal }).catch(() => {
        throw fault
      })
    }
  }
  return postOnce(fetch, url, body, signal)
}

async function postOnce(fetch: Fetch, url: string, body: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body,
    redirect: 'error',
    signal,
  }).catch(cause => {
    throw notConnected.has(cause?.cause?.code)
      ? new NotProcessed('no connection to the gateway', 'not-sent', cause)
      : new GatewayUnavailable('no answer from the gateway', 'unknown', cause)
  })
  await acceptStatus(response)
  return readBounded(response)
}

/** SOAP 1.1 sends its faults with status 500 (§6.2); every other status is not an answer of the channel. */
async function acceptStatus(response: Response): Promise<void> {
  if (response.status === 200 || response.status === 500) return
  await response.body?.cancel()
  const message = `the gateway answered HTTP ${response.status}`
  if (response.status === 503) throw new NotProcessed(message, 'not-sent')
  // 502 and 504 come from a proxy: the message is repeated, but if it stays so its fate is not known.
  if (response.status === 502 || response.status === 504) throw new NotProcessed(message, 'unknown')
  throw new GatewayUnavailable(message, 'unknown')
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [text, size] = ['', 0]
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > largestAnswer) throw new RangeError('too large')
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (cause) {
    throw new GatewayUnavailable('the answer of the gateway broke off or is not text', 'unknown', cause)
  }
}
