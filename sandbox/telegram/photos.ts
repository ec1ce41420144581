import type { PhotoSize } from '@grammyjs/types'
import sharp from 'sharp'
import type { FileStore, StoredFile } from './files.ts'

/** The longest sides that Telegram offers of a photo; the last one is the largest. */
const sides = [90, 320, 800, 1280] as const

/**
 * Keeps a photo the way Telegram does: several JPEGs, the smallest first, never larger than the original.
 * Undefined when the bytes are no picture.
 */
export async function keepPhoto(files: FileStore, bytes: Buffer): Promise<PhotoSize[] | undefined> {
  const picture = sharp(bytes).rotate()
  const longest = await picture.metadata().then(
    ({ width, height }) => Math.max(width, height),
    () => undefined,
  )
  if (longest === undefined) return undefined
  const wanted = sides.filter((_side, i) => i === 0 || (sides[i - 1] ?? 0) < longest)
  const resize = (side: number) =>
    picture
      .clone()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 87 })
      .toBuffer({ resolveWithObject: true })
  try {
    const made = await Promise.all(wanted.map(resize))
    return made.map(({ data, info }) => photoSize(files.keep('photo', 'photo.jpg', 'image/jpeg', data), info))
  } catch {
    return undefined
  }
}

export const photoSize = (file: StoredFile, { width, height }: { width: number; height: number }): PhotoSize => ({
  file_id: file.id,
  file_unique_id: file.uniqueId,
  width,
  height,
  file_size: file.bytes.length,
})
