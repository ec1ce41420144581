import { open, opendir } from 'node:fs/promises'
import { join } from 'node:path'

const chunkBytes = 8 * 1024 * 1024
const keyBytes = 4
const bloomBits = 20

/** The ways in which a text may lie in a file: UTF-8, UTF-16, hexadecimal, base64 at each of its three offsets, percent-encoded. */
export function spellings(text: string): Buffer[] {
  const utf8 = Buffer.from(text, 'utf8')
  const little = Buffer.from(text, 'utf16le')
  const big = Buffer.from(little).swap16()
  const hex = utf8.toString('hex')
  const base64 = [0, 1, 2].map(offset => {
    const whole = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64')
    const end = Math.floor(((offset + utf8.length) * 8) / 6)
    return whole.slice(Math.ceil((offset * 8) / 6), end)
  })
  const percent = encodeURIComponent(text)
  return [utf8, little, big, ...[hex, hex.toUpperCase(), ...base64, percent].map(each => Buffer.from(each, 'latin1'))]
}

/** Finds any of many byte strings in one pass over the files. */
export class Scanner {
  readonly #byStart = new Map<number, { bytes: Buffer; name: string }[]>()
  readonly #bloom = new Uint8Array(2 ** bloomBits)
  #longest = 0

  add(name: string, bytes: Buffer): void {
    const start = bytes.readInt32LE(0)
    this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), { bytes, name }])
    this.#bloom[this.#slot(start)] = 1
    this.#longest = Math.max(this.#longest, bytes.length)
  }

  #slot = (start: number) => Math.imul(start, 0x9e3779b1) >>> (32 - bloomBits)

  /** Names of what is in these bytes. */
  find(bytes: Buffer): string[] {
    const found: string[] = []
    for (let i = 0; i + keyBytes <= bytes.length; i++) {
      const start = bytes.readInt32LE(i)
      if (this.#bloom[this.#slot(start)] === 0) continue
      for (const one of this.#byStart.get(start) ?? [])
        if (bytes.subarray(i, i + one.bytes.length).equals(one.bytes)) found.push(one.name)
    }
    return found
  }

  /** One line for each find. */
  async scanFile(path: string): Promise<{ finds: string[]; bytes: number }> {
    const file = await open(path)
    try {
      const finds = new Set<string>()
      const chunk = Buffer.alloc(chunkBytes + this.#longest)
      let kept = 0
      let total = 0
      for (;;) {
        const { bytesRead } = await file.read(chunk, kept, chunkBytes)
        if (bytesRead === 0) break
        total += bytesRead
        const filled = kept + bytesRead
        for (const name of this.find(chunk.subarray(0, filled))) finds.add(`${path}: ${name}`)
        kept = Math.min(this.#longest - 1, filled)
        chunk.copyWithin(0, filled - kept, filled)
      }
      return { finds: [...finds], bytes: total }
    } finally {
      await file.close()
    }
  }

  async scanDir(dir: string): Promise<{ finds: string[]; bytes: number; files: number }> {
    const sum = { finds: [] as string[], bytes: 0, files: 0 }
    for await (const entry of await opendir(dir, { recursive: true })) {
      if (!entry.isFile()) continue
      const { finds, bytes } = await this.scanFile(join(entry.parentPath, entry.name))
      sum.finds.push(...finds)
      sum.bytes += bytes
      sum.files += 1
    }
    return sum
  }
}
