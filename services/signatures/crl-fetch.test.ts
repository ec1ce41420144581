import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createCrlFetch } from './crl-fetch.ts'
import { CrlUnavailable } from './revocation.ts'

/** A server on this machine and how often it was asked. */
async function serve(answer: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

it('reads a list from an allowed origin', async () => {
  const { origin } = await serve((_, response) => response.end('list'))
  const bytes = await createCrlFetch({ allowedOrigins: [`${origin}/some/path`] })(`${origin}/crl/nca.crl`)
  expect(Buffer.from(bytes).toString()).toBe('list')
})
it('does not even ask another origin', async () => {
  const { origin, asked } = await serve((_, response) => response.end('list'))
  const fetch = createCrlFetch({ allowedOrigins: ['http://crl.pki.gov.kz'] })
  await expect(fetch(`${origin}/crl/nca.crl`)).rejects.toThrow(CrlUnavailable)
  await expect(fetch('ldap://directory')).rejects.toThrow(CrlUnavailable)
  await expect(fetch('no address')).rejects.toThrow(CrlUnavailable)
  expect(asked).toEqual([])
})
it('does not follow a redirect away from the allowed origin', async () => {
  const inside = await serve((_, response) => response.end('secret'))
  const { origin } = await serve((_, response) => response.writeHead(302, { location: inside.origin }).end())
  await expect(createCrlFetch({ allowedOrigins: [origin] })(origin)).rejects.toThrow(CrlUnavailable)
  expect(inside.asked).toEqual([])
})
it('takes an error page for no list', async () => {
  const { origin } = await serve((_, response) => response.writeHead(500).end('list'))
  await expect(createCrlFetch({ allowedOrigins: [origin] })(origin)).rejects.toThrow('answered 500')
})
it('stops reading at the limit', async () => {
  const { origin } = await serve((_, response) => response.end('x'.repeat(101)))
  await expect(createCrlFetch({ allowedOrigins: [origin], maxBytes: 100 })(origin)).rejects.toThrow('larger than 100')
})
it('stops waiting at the limit', async () => {
  const { origin } = await serve(() => undefined)
  await expect(createCrlFetch({ allowedOrigins: [origin], timeoutMs: 50 })(origin)).rejects.toThrow(CrlUnavailable)
})
