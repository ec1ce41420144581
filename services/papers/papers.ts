import { languages } from '../../flows/values/language.ts'
import { translate } from '../../locales/translate.ts'
import { type Bilingual, compose, type Piece } from './compose.ts'
import { drawSignature, drawStamp, drawVerification } from './draw/certification.ts'
import { type Fonts, readFonts } from './draw/fonts.ts'
import { Sheet } from './draw/sheet.ts'
import { markSpecimen, type Outline, outline } from './draw/specimen.ts'
import { drawFacts, drawTable } from './draw/table.ts'
import { drawHeading, drawLetterhead, drawNote, drawParagraph, drawTitle } from './draw/text.ts'
import { readForms } from './form.ts'
import type { PaperData, Papers } from './port.ts'

/** Reads the forms and fonts once. Errors: a ZodError for a form that does not hold together. */
export function createPapers(): Papers {
  const forms = readForms()
  const fonts = readFonts()
  const mark = outline(
    inBoth(language => translate(language, 'papers:specimen')),
    fonts.bold,
  )
  return { make: async (paper, data) => draw(compose(forms[paper], data), data, fonts, mark) }
}

function draw(pieces: Piece[], { number, at, specimen }: PaperData, fonts: Fonts, mark: Outline): Promise<Uint8Array> {
  const sheet = new Sheet({
    title: `${titleOf(pieces)} № ${number}`,
    at,
    fonts,
    background: page => specimen && markSpecimen(page, mark),
  })
  for (const [i, piece] of pieces.entries()) drawPiece(sheet, piece, pieces[i + 1])
  return sheet.finish(
    (page, pages) => `№ ${number} · ${inBoth(language => translate(language, 'papers:page', { page, pages }))}`,
  )
}

function titleOf(pieces: Piece[]): string {
  const title = pieces.find(piece => piece.piece === 'title')
  return title === undefined ? '' : title.text.kk
}

function inBoth(write: (language: keyof Bilingual) => string): string {
  return [...new Set(languages.map(write))].join(' / ')
}

function drawPiece(sheet: Sheet, piece: Piece, next?: Piece) {
  switch (piece.piece) {
    case 'letterhead':
      return drawLetterhead(sheet, piece)
    case 'title':
      return drawTitle(sheet, piece)
    case 'heading':
      return drawHeading(sheet, piece)
    case 'paragraph':
      return drawParagraph(sheet, piece)
    case 'note':
      return drawNote(sheet, piece)
    case 'facts':
      return drawFacts(sheet, piece)
    case 'table':
      return drawTable(sheet, piece)
    case 'signature':
      return drawSignature(sheet, piece)
    case 'stamp':
      return drawStamp(sheet, piece, next)
    case 'verification':
      return drawVerification(sheet, piece)
  }
}
