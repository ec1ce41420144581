import { create } from 'fontkit'
import type { Sheet } from './sheet.ts'
import { body, colors, page, styles } from './styles.ts'

/** Words as outlines, in font units. */
export interface Outline {
  words: string
  width: number
  glyphs: { path: string; advance: number }[]
}

export function outline(words: string, font: Uint8Array): Outline {
  const { advanceWidth, glyphs } = create(font).layout(words)
  return { words, width: advanceWidth, glyphs: glyphs.map(g => ({ path: g.path.toSVG(), advance: g.advanceWidth })) }
}

/** Marks a page of a demonstration: in words at its head, and across it in outlines that no copied text mixes up. */
export function markSpecimen(sheet: Sheet, mark: Outline): void {
  const { font, size, color, align } = styles.band
  sheet.artifact(doc => {
    doc.rect(page.left, 20, body.width, 20).fill(colors.specimenFill)
    doc.font(font, size).fillColor(color).text(mark.words, page.left, 24, { width: body.width, align })
  })
  sheet.artifact(doc => drawAcross(doc, mark))
}

function drawAcross(doc: PDFKit.PDFDocument, { width, glyphs }: Outline): void {
  const scale = (page.height * 0.86) / width
  doc.translate(page.width / 2, page.height / 2).rotate(-55)
  doc.translate((-width * scale) / 2, 12).scale(scale, -scale)
  for (const { path, advance } of glyphs) {
    doc.path(path).fill(colors.specimenFill)
    doc.translate(advance, 0)
  }
}
