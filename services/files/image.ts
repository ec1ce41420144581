import sharp from 'sharp'
import type { FileProblem } from './port.ts'

/** A phone's camera gives 12 to 50 megapixels; what claims more costs memory, not legibility. */
const mostPixels = 50_000_000
/** A page at about 200 dots an inch. */
const longestSide = 2_500
const jpegQuality = 85

/**
 * Turns an image upright, makes it no larger than a legible page and writes it anew, so that no EXIF (place, phone) and nothing
 * hidden behind the picture remains. 'error': phones write JPEGs with harmless warnings.
 */
export async function normaliseImage(
  bytes: Uint8Array,
  type: 'image/jpeg' | 'image/png',
): Promise<Uint8Array | FileProblem> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > mostPixels) return 'too-big'
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    const written = type === 'image/jpeg' ? image.jpeg({ quality: jpegQuality }) : image.png()
    return new Uint8Array(await written.toBuffer())
  } catch {
    return 'corrupt'
  }
}
