import QRCode from 'qrcode'
import type { Piece } from '../compose.ts'
import { sideBySide, stacked } from './columns.ts'
import { type Cell, cellHeight, type Row, rowHeight } from './row.ts'
import type { Sheet } from './sheet.ts'
import { body, colors, column, page, styles } from './styles.ts'

const round = 72
const line = 130
const lineX = page.left + 150
interface Part {
  below: number
  cell: Cell
}

/** Places for the signature and the seal of the authorised person, on a copy that is handed out on paper. */
export function drawSignature(
  sheet: Sheet,
  { position, place, signer, seal }: Extract<Piece, { piece: 'signature' }>,
): void {
  const sealX = page.left + body.width - round
  const both = `${place.kk} / ${place.ru}`
  const parts: Part[] = [
    { below: 16, cell: { x: page.left, width: 140, runs: stacked(position, styles.cell, styles.label) } },
    { below: 44, cell: { x: lineX, width: line, runs: stacked({ kk: both, ru: both }, styles.mark) } },
    { below: 29, cell: { x: lineX + line + 10, width: 110, runs: stacked(signer, styles.strong) } },
    { below: round / 2 - 10, cell: { x: sealX + 6, width: round - 12, runs: stacked(seal, styles.mark) } },
  ]
  const height = Math.max(round, ...parts.map(({ below, cell }) => below + cellHeight(cell, sheet.measure)))
  sheet.skip(4)
  sheet.ensure(height)
  const top = sheet.y
  sheet.artifact(doc => {
    doc
      .moveTo(lineX, top + 42)
      .lineTo(lineX + line, top + 42)
      .lineWidth(0.7)
      .stroke(colors.ink)
    doc
      .circle(sealX + round / 2, top + round / 2, round / 2 - 1)
      .lineWidth(0.7)
      .dash(3, { space: 3 })
      .stroke(colors.quiet)
  })
  for (const { below, cell } of parts) {
    sheet.y = top + below
    sheet.row([cell])
  }
  sheet.y = top + height + 6
}

type Stamp = Extract<Piece, { piece: 'stamp' }>
type Verification = Extract<Piece, { piece: 'verification' }>

const inset = 8
const roomAround = 8

function stampRows({ heading, lines }: Stamp): Row[] {
  const inside = (row: ReturnType<typeof sideBySide>) =>
    row.map(cell => ({ ...cell, x: cell.x + (cell.x === column.kk ? inset : 0), width: cell.width - inset }))
  return [
    inside(sideBySide(heading, { ...styles.heading, size: 9 })),
    ...lines.map(text => inside(sideBySide(text, styles.cell))),
  ]
}

const stampHeight = (sheet: Sheet, rows: Row[]) =>
  rows.reduce((sum, row) => sum + rowHeight(row, sheet.measure) + 1, 2 * inset - 5)

/** Who signed electronically and when, framed. What verifies it stands on the same page. */
export function drawStamp(sheet: Sheet, stamp: Stamp, next?: Piece): void {
  const rows = stampRows(stamp)
  const height = stampHeight(sheet, rows)
  const below = next?.piece === 'verification' ? roomAround + verificationHeight(sheet, next) : 0
  sheet.skip(4)
  sheet.ensure(height + below)
  const top = sheet.y
  sheet.artifact(doc => doc.roundedRect(page.left, top, body.width, height, 6).lineWidth(1).stroke(colors.state))
  sheet.skip(inset - 3)
  for (const row of rows) {
    sheet.row(row)
    sheet.skip(1)
  }
  sheet.y = top + height + roomAround
}

const code = 72

function verificationRow({ url, text, law }: Verification): Row {
  const words = law === undefined ? [] : stacked(law, styles.note)
  const runs = [...stacked(text, styles.hint), ...stacked({ kk: url, ru: url }, styles.note), ...words]
  return [{ x: page.left + code + 14, width: body.width - code - 14, runs }]
}

const verificationHeight = (sheet: Sheet, piece: Verification) =>
  Math.max(code, rowHeight(verificationRow(piece), sheet.measure))

/** The address of the check page as a QR code and in letters beside it. */
export function drawVerification(sheet: Sheet, piece: Verification): void {
  sheet.ensure(verificationHeight(sheet, piece))
  const top = sheet.y
  const description = { alt: `${piece.image.kk} / ${piece.image.ru}` }
  sheet.root.add(sheet.doc.struct('Figure', description, () => drawCode(sheet, piece.url, top)))
  sheet.row(verificationRow(piece))
  sheet.y = Math.max(sheet.y, top + code) + roomAround
}

function drawCode(sheet: Sheet, url: string, top: number): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const dot = code / modules.size
  modules.data.forEach((dark, i) => {
    const [x, y] = [page.left + (i % modules.size) * dot, top + Math.floor(i / modules.size) * dot]
    if (dark) sheet.doc.rect(x, y, dot, dot)
  })
  sheet.doc.fill(colors.ink)
}
