import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'

test('no test reaches the network beyond this machine', async () => {
  await expect(fetch('http://example.org/')).rejects.toThrow()
  const [refusal] = await once(get('http://example.org/'), 'error')
  expect(refusal.code).toBe('ENETUNREACH')
})

test('tests reach servers on this machine', async () => {
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here')
  expect((await fetch(`http://localhost:${port}/`).catch(error => error.cause)).code).not.toBe('ENETUNREACH')
})
