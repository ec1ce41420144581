import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import { checkedFile } from './checked-file.ts'
import { type CheckedFile, NotJoinable } from './port.ts'

const a4 = { width: 595.28, height: 841.89 }
const margin = 20
const room: [number, number] = [a4.width - 2 * margin, a4.height - 2 * margin]
/** The same pages give the same bytes: the file says nothing of when it was joined. */
const noTime = new Date(0)

/** Puts images on A4 pages, in order. A single page is a document already. Errors: `NotJoinable`. */
export async function join(pages: readonly CheckedFile[]): Promise<CheckedFile> {
  const [only, ...others] = pages
  if (only !== undefined && others.length === 0) return only
  if (only === undefined || pages.some(page => page.type === 'application/pdf'))
    throw new NotJoinable('only images are joined')
  const document = new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    info: { CreationDate: noTime, ModDate: noTime },
  })
  for (const { bytes } of pages) {
    document.addPage({ size: 'A4', margin })
    document.image(Buffer.from(bytes), margin, margin, { fit: room, align: 'center', valign: 'center' })
  }
  document.end()
  return checkedFile('application/pdf', new Uint8Array(await buffer(document)), pages.length)
}
