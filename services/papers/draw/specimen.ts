import type { Fonts } from './fonts.ts'
import type { Sheet } from './sheet.ts'
import { body, colors, page, styles } from './styles.ts'

/** Marks a page of a demonstration: in words at its head, and across it in outlines that no text search mixes up. */
export function markSpecimen(sheet: Sheet, words: string, { bold }: Fonts): void {
  const { font, size, color, align } = styles.band
  sheet.artifact(doc => {
    doc.rect(page.left, 20, body.width, 20).fill(colors.specimenFill)
    doc.font(font, size).fillColor(color).text(words, page.left, 24, { width: body.width, align })
  })
  sheet.artifact(doc => drawAcross(doc, words, bold))
}

function drawAcross(doc: PDFKit.PDFDocument, words: string, font: Fonts['bold']): void {
  const line = font.layout(words)
  const scale = (page.height * 0.86) / line.advanceWidth
  doc.translate(page.width / 2, page.height / 2).rotate(-55)
  doc.translate((-line.advanceWidth * scale) / 2, 12).scale(scale, -scale)
  for (const glyph of line.glyphs) {
    doc.path(glyph.path.toSVG()).fill(colors.specimenFill)
    doc.translate(glyph.advanceWidth, 0)
  }
}
