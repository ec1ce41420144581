import type { Bilingual, Piece } from '../compose.ts'
import { sideBySide } from './columns.ts'
import type { Sheet } from './sheet.ts'
import { body, colors, page, styles } from './styles.ts'

type Text = { text: Bilingual }

/** The body's name in both languages over a double rule; no emblem: only the state may use it. */
export function drawLetterhead(sheet: Sheet, { text }: Text): void {
  sheet.row(sideBySide(text, styles.letterhead))
  sheet.skip(6)
  sheet.artifact(doc => {
    doc.rect(page.left, sheet.y, body.width, 2).fill(colors.state)
    doc.rect(page.left, sheet.y + 3.5, body.width, 0.5).fill(colors.state)
  })
  sheet.skip(9)
}

export function drawTitle(sheet: Sheet, { text, caption }: Extract<Piece, { piece: 'title' }>): void {
  sheet.row(sideBySide(text, styles.title, 'H1'))
  sheet.skip(4)
  sheet.row(sideBySide(caption, styles.caption))
  sheet.skip(9)
}

/** The heading itself, the head of a table and its first line. */
const roomForWhatFollows = 100
export function drawHeading(sheet: Sheet, { text }: Text): void {
  sheet.skip(3)
  sheet.ensure(roomForWhatFollows)
  sheet.row(sideBySide(text, styles.heading, 'H2'))
  sheet.skip(4)
}

export function drawParagraph(sheet: Sheet, { text }: Text): void {
  sheet.row(sideBySide(text, styles.paragraph))
  sheet.skip(4)
}

export function drawNote(sheet: Sheet, { text }: Text): void {
  sheet.skip(2)
  sheet.row(sideBySide(text, styles.note))
  sheet.skip(4)
}
