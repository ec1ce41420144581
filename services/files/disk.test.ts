import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDir } from '../../test/support/dirs.ts'
import { createKeys } from '../keys/keys.ts'
import { KeyError } from '../keys/port.ts'
import { createDiskFiles } from './disk.ts'
import { type FileId, FileMissing } from './port.ts'

const { key } = createKeys(randomBytes(32)).create()
const id = 'document-1' as FileId
const other = 'document-2' as FileId
const bytesOf = (text: string) => new TextEncoder().encode(text)

async function onDisk(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

test('a file comes back as it was put, and the last put counts', async () => {
  const files = createDiskFiles(await temporaryDir())
  await files.put(id, bytesOf('old'), key)
  await files.put(id, bytesOf('new'), key)
  expect(await files.get(id, key)).toEqual(bytesOf('new'))
})

test('the disk shows neither the bytes nor the id, and no drafts', async () => {
  const dir = await temporaryDir()
  await createDiskFiles(dir).put(id, bytesOf('Әлия Серікқызы'), key)
  const paths = await onDisk(dir)
  expect(paths).toHaveLength(1)
  expect(paths[0]).not.toContain(id)
  expect(await readFile(paths[0] ?? '', 'utf8')).not.toContain('Әлия')
})

test('puts of one file at once leave one of them whole', async () => {
  const dir = await temporaryDir()
  const files = createDiskFiles(dir)
  const versions = Array.from({ length: 8 }, (_, i) => randomBytes(50_000 + i))
  await Promise.all(versions.map(bytes => files.put(id, bytes, key)))
  const kept = Buffer.from(await files.get(id, key))
  expect(versions.some(version => version.equals(kept))).toBe(true)
  expect(await onDisk(dir)).toHaveLength(1)
})

test('a file that was altered, swapped with another or opened with another key is refused', async () => {
  const dir = await temporaryDir()
  const files = createDiskFiles(dir)
  await files.put(id, bytesOf('mine'), key)
  await expect(files.get(id, createKeys(randomBytes(32)).create().key)).rejects.toThrow(KeyError)
  const [mine = ''] = await onDisk(dir)
  await files.put(other, bytesOf('other'), key)
  const [foreign = ''] = (await onDisk(dir)).filter(path => path !== mine)
  await writeFile(mine, await readFile(foreign))
  await expect(files.get(id, key)).rejects.toThrow(KeyError)
})

test('a deleted file is missing, and deleting again changes nothing', async () => {
  const files = createDiskFiles(await temporaryDir())
  await files.put(id, bytesOf('text'), key)
  await files.delete(id)
  await files.delete(id)
  await files.delete(other)
  await expect(files.get(id, key)).rejects.toThrow(FileMissing)
})
