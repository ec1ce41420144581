import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import type { Enclosure } from '../../sandbox/telegram/citizen.ts'

const finished = (document: PDFKit.PDFDocument): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.once('end', () => resolve(Buffer.concat(chunks)))
    document.once('error', reject)
    document.end()
  })

/** A document of this many pages, locked with a password if one is given. */
export async function pdfOf(pages: number, password?: string): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false, ...(password && { userPassword: password }) })
  for (let page = 1; page <= pages; page += 1) document.addPage().text(`page ${page}`)
  return finished(document)
}

/** A document that is as heavy as a bad scan: the bytes of its picture do not get smaller. */
export async function heavyPdf(megabytes: number): Promise<Buffer> {
  const document = new PDFDocument({ compress: false })
  const side = Math.ceil(Math.sqrt((megabytes * 1024 * 1024) / 2.7))
  const noise = {
    create: {
      width: side,
      height: side,
      channels: 3,
      background: 'white',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  } as const
  document.image(await sharp(noise).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(), 0, 0, { width: 500 })
  return finished(document)
}

/** A page as a phone takes it. */
export const photoOf = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 1200, channels: 3, background: { r: shade, g: 200, b: 255 - shade } } })
    .jpeg()
    .toBuffer()

export const asDocument = (name: string, bytes: Uint8Array, type = 'application/pdf'): Enclosure => ({
  name,
  bytes,
  type,
})
export const asPhoto = (name: string, bytes: Uint8Array): Enclosure => ({
  name,
  bytes,
  type: 'image/jpeg',
  as: 'photo',
})
