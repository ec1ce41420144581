import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { keyBytes } from './keys.ts'
import { KeyError } from './port.ts'

const base64 = /^[A-Za-z0-9+/]{43}=$/

/**
 * The master key: 32 bytes as base64, as `openssl rand -base64 32` writes them.
 * Errors: `KeyError` that names MASTER_KEY_FILE when it is missing or is something else.
 */
export async function loadMasterKey(file: string): Promise<Uint8Array> {
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new KeyError(`MASTER_KEY_FILE: ${file} cannot be read`, { cause })
  })
  if (!base64.test(text.trim())) throw new KeyError(`MASTER_KEY_FILE: ${file} must hold ${keyBytes} bytes as base64`)
  return new Uint8Array(Buffer.from(text, 'base64'))
}

async function writePrivately(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** For the demonstration: makes the key when there is none, readable by its owner only. Of several processes one wins. */
export async function loadOrCreateMasterKey(file: string): Promise<Uint8Array> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}`
  await writePrivately(draft, `${randomBytes(keyBytes).toString('base64')}\n`)
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  return loadMasterKey(file)
}
