import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new TypeError('a listening server has a port')
  return address.port
}

/** A private redis-server that keeps nothing on disk, when one is on PATH; undefined otherwise. It ends with this process. */
export async function startPrivateRedis(): Promise<string | undefined> {
  if (spawnSync('redis-server', ['--version']).error) return undefined
  const [port, dir] = [await freePort(), await mkdtemp(join(tmpdir(), 'tereze-redis-'))]
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] })
  process.once('exit', () => child.kill('SIGKILL'))
  for await (const line of child.stdout) if (String(line).includes('Ready to accept')) break
  child.stdout.resume()
  return `redis://127.0.0.1:${port}`
}
