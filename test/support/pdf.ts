import { execFileSync } from 'node:child_process'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** One piece of text where it stands: points from the lower left corner, `height` of the letters. */
export interface PlacedText {
  page: number
  text: string
  x: number
  y: number
  width: number
  height: number
}

/** Everything written on a PDF, in the order of writing. */
export async function placedTexts(pdf: Uint8Array): Promise<PlacedText[]> {
  const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise
  const texts: PlacedText[] = []
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent()
    for (const item of items)
      if ('str' in item && item.str.trim() !== '') {
        const [, , , , x = 0, y = 0] = item.transform.map(Number)
        texts.push({ page, text: item.str, x, y, width: item.width, height: item.height })
      }
  }
  return texts
}

const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** The text as a person would copy it: by pdftotext where it is installed, else by pdf.js. */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  if (hasPoppler) return execFileSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' })
  return (await placedTexts(pdf)).map(({ text }) => text).join('\n')
}
