import { type CrlFetch, CrlUnavailable } from './revocation.ts'

/**
 * Revocation lists over HTTP. The address comes from a certificate, so only origins that the configuration names are
 * asked, no redirect is followed, and neither the time nor the size is left to the other side.
 */
export function createCrlFetch(options: {
  allowedOrigins: readonly string[]
  timeoutMs?: number
  maxBytes?: number
  fetch?: typeof globalThis.fetch
}): CrlFetch {
  const { allowedOrigins, timeoutMs = 5_000, maxBytes = 32 * 1024 * 1024, fetch = globalThis.fetch } = options
  return async url => {
    if (!isAllowed(url, allowedOrigins)) throw new CrlUnavailable('the origin of the revocation list is not allowed')
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
      if (!response.ok) throw new CrlUnavailable(`the revocation list answered ${response.status}`)
      return await readAtMost(response, maxBytes)
    } catch (cause) {
      throw cause instanceof CrlUnavailable ? cause : new CrlUnavailable('the revocation list did not come', { cause })
    }
  }
}

const isAllowed = (url: string, origins: readonly string[]) =>
  URL.canParse(url) && origins.some(origin => new URL(origin).origin === new URL(url).origin)

async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new CrlUnavailable(`the revocation list is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
