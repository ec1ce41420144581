import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseError } from './port.ts'

/** SQLSTATE object_in_use. */
const inUse = '55006'
/** What the shortest `sockaddr_un` in use holds, less a suffix. */
const longestSocketPath = 90

/** A listening socket beside the data: the kernel takes it down with its process, however that ends. */
async function socketOf(dir: string): Promise<string> {
  const real = await realpath(dir)
  const name = createHash('sha256').update(real).digest('hex').slice(0, 32)
  if (process.platform === 'win32') return `\\\\.\\pipe\\tereze-${name}`
  const beside = `${real}.lock`
  return Buffer.byteLength(beside) <= longestSocketPath ? beside : join(tmpdir(), `tereze-${name}.lock`)
}

function listen(path: string): Promise<Server | undefined> {
  const server = createServer(socket => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(path)
  })
}

const isAlive = (path: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/**
 * Moves what a killed process left out of the way. Between our look and our move another process may have taken the
 * directory: then what was moved is alive, and is put back.
 */
async function removeStale(path: string): Promise<void> {
  if (process.platform === 'win32' || (await isAlive(path))) return
  const aside = `${path}.${randomUUID().slice(0, 8)}`
  await rename(path, aside)
  if (await isAlive(aside)) await link(aside, path)
  await rm(aside, { force: true })
}

/**
 * Keeps `dir` for this process. The embedded engine takes no lock of its own, and two processes in one directory lose
 * committed rows without an error. Errors: `DatabaseError` 55006 when another process has it.
 */
export async function guard(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true })
  const path = await socketOf(dir)
  let server = await listen(path)
  if (server === undefined) {
    await removeStale(path).catch(() => undefined) // another process was quicker: the next line tells who won
    server = await listen(path)
  }
  const held = server
  if (held === undefined) throw new DatabaseError(`another process has the database in ${dir} open`, inUse, undefined)
  held.unref()
  return () => new Promise(resolve => held.close(() => resolve()))
}
