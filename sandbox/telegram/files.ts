import { extname } from 'node:path'

export type FileKind = 'document' | 'photo' | 'voice' | 'sticker'

/** A file that Telegram keeps for one bot; `id` means nothing to another bot. */
export interface StoredFile {
  readonly id: string
  readonly uniqueId: string
  readonly path: string
  readonly name: string
  readonly mime: string
  readonly bytes: Buffer
}

const folders: Record<FileKind, string> = {
  document: 'documents',
  photo: 'photos',
  voice: 'voice',
  sticker: 'stickers',
}
const prefixes: Record<FileKind, string> = { document: 'BQAC', photo: 'AgAC', voice: 'AwAC', sticker: 'CAAC' }

export class FileStore {
  readonly #byId = new Map<string, StoredFile>()
  readonly #byPath = new Map<string, StoredFile>()

  keep(kind: FileKind, name: string, mime: string, bytes: Buffer): StoredFile {
    const number = this.#byId.size
    const mark = Buffer.from(`${kind}-${String(number).padStart(9, '0')}`).toString('base64url')
    const path = `${folders[kind]}/file_${number}${extname(name)}`
    const file = { id: `${prefixes[kind]}AgIAAxkB${mark}`, uniqueId: `AgAD${mark.slice(-10)}`, path, name, mime, bytes }
    this.#byId.set(file.id, file)
    this.#byPath.set(path, file)
    return file
  }

  findById(id: string): StoredFile | undefined {
    return this.#byId.get(id)
  }

  findByPath(path: string): StoredFile | undefined {
    return this.#byPath.get(path)
  }

  get size(): number {
    return this.#byId.size
  }
}
