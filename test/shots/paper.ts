import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What pdf.js draws on under Node; its types leave it open. */
interface Canvases {
  create(width: number, height: number): { canvas: { toBuffer(type: 'image/png'): Uint8Array } }
}
const isCanvases = (factory: object): factory is Canvases => 'create' in factory

/** The first page of a PDF as a picture, as a reader would draw it. */
export async function drawPage(pdf: Uint8Array, scale = 1.2): Promise<Uint8Array> {
  const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise
  if (!isCanvases(document.canvasFactory)) throw new TypeError('pdf.js has nothing to draw on')
  const page = await document.getPage(1)
  const viewport = page.getViewport({ scale })
  const { canvas } = document.canvasFactory.create(viewport.width, viewport.height)
  await page.render({ canvas, viewport }).promise
  return canvas.toBuffer('image/png')
}
