import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { BadConfig, demoConfig } from '../config.ts'
import { bareSite } from './web.ts'

const made = { sessionSecret: 'a secret for cookies', gatewayPassword: 'secret' }

/** What address the site sees when the header says this. */
async function addressSeen(proxies: string | undefined, forwarded: string): Promise<string> {
  const site = bareSite(demoConfig({ TRUST_PROXY: proxies }, made))
  site.get('/', (request, response) => void response.send(request.ip))
  const server = site.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': forwarded } })
  return response.text()
}

test.each([
  ['without a proxy the header counts for nothing', undefined, '127.0.0.1'],
  ['behind one proxy its own line counts, not what the client wrote before it', '1', '203.0.113.7'],
  ['behind two the line of the outer one counts', '2', '198.51.100.1'],
])('%s', async (_, proxies, seen) => {
  expect(await addressSeen(proxies, '192.0.2.66, 198.51.100.1, 203.0.113.7')).toBe(seen)
})

test('to trust whoever writes the header is not possible', () => {
  expect(() => demoConfig({ TRUST_PROXY: 'true' }, made)).toThrow(BadConfig)
})
