import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileId, FileMissing, type Files } from './port.ts'

const isAbsent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** A name on the disk survives a power cut only once its directory was written too. */
async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function makeDirectory(dir: string): Promise<void> {
  const firstMade = await mkdir(dir, { recursive: true })
  if (firstMade !== undefined) await syncDirectory(dirname(firstMade))
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, path)
  await syncDirectory(dirname(path))
}

/** Files of one directory, on one disk. Names are hashes in 256 folders; a reader sees the old bytes or the new, never a part. */
export function createDiskFiles(dir: string): Files {
  const pathOf = (id: FileId) => {
    const name = createHash('sha256').update(id).digest('hex')
    return join(dir, name.slice(0, 2), name.slice(2))
  }
  return {
    async put(id, bytes, key) {
      const path = pathOf(id)
      await makeDirectory(dirname(path))
      await writeDurably(path, key.seal(bytes, id))
    },
    async get(id, key) {
      const sealed = await readFile(pathOf(id)).catch(cause => {
        throw isAbsent(cause) ? new FileMissing('the file is not there', { cause }) : cause
      })
      return key.open(sealed, id)
    },
    async delete(id) {
      const path = pathOf(id)
      await rm(path, { force: true })
      await syncDirectory(dirname(path)).catch(error => {
        if (!isAbsent(error)) throw error
      })
    },
  }
}
