import { createHash } from 'node:crypto'
import { mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises'
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

/** Longer than looking and listening take: whoever took this long was killed meanwhile. */
const takeOverMs = 10_000

/** One process at a time may clear away what a killed one left; the others are told that the directory is in use. */
async function mayTakeOver(lock: string): Promise<boolean> {
  const begun = await stat(lock).catch(() => undefined)
  if (begun !== undefined && performance.timeOrigin + performance.now() - begun.mtimeMs > takeOverMs)
    await rmdir(lock).catch(() => undefined)
  return mkdir(lock).then(
    () => true,
    () => false,
  )
}

/** Looks, removes and listens under one lock, so that nobody removes the socket of a process that has just begun. */
async function takeOver(path: string): Promise<Server | undefined> {
  const lock = `${path}.taking`
  if (process.platform === 'win32' || !(await mayTakeOver(lock))) return undefined
  try {
    if (await isAlive(path)) return undefined
    await rm(path, { force: true })
    return await listen(path)
  } finally {
    await rmdir(lock)
  }
}

/**
 * Keeps `dir` for this process. The embedded engine takes no lock of its own, and two processes in one directory lose
 * committed rows without an error. Errors: `DatabaseError` 55006 when another process has it.
 */
export async function guard(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true })
  const path = await socketOf(dir)
  const held = (await listen(path)) ?? (await takeOver(path))
  if (held === undefined) throw new DatabaseError(`another process has the database in ${dir} open`, inUse, undefined)
  held.unref()
  return () => new Promise(resolve => held.close(() => resolve()))
}
