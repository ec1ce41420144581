import type { Piece } from '../compose.ts'
import { share, stacked } from './columns.ts'
import { type Cell, type Row, rowHeight } from './row.ts'
import type { Sheet } from './sheet.ts'
import { body, colors, page, styles } from './styles.ts'

const padding = 3

/** Names on the left, what they are on the right. */
export function drawFacts(sheet: Sheet, { rows }: Extract<Piece, { piece: 'facts' }>): void {
  const [left, right] = share([3, 7], page.left, body.width, padding)
  if (left === undefined || right === undefined) return
  const table = sheet.element('Table')
  rule(sheet)
  for (const { label, text } of rows) {
    const name: Cell = { ...left, runs: stacked(label, styles.cell, styles.label), tag: 'TH' }
    const value: Cell = { ...right, runs: stacked(text, styles.strong, styles.cell), tag: 'TD' }
    drawLine(sheet, [name, value], table)
  }
  sheet.skip(6)
}

/** A list with headings, which stand again on every page that it reaches. */
export function drawTable(sheet: Sheet, { columns, rows }: Extract<Piece, { piece: 'table' }>): void {
  const places = share(
    columns.map(({ share }) => share),
    page.left,
    body.width,
    padding,
  )
  const cells = (runs: (i: number) => Cell['runs'], tag: 'TH' | 'TD'): Row =>
    places.map((place, i) => ({ ...place, runs: runs(i), tag }))
  const heading = cells(
    i =>
      stackedAt(
        columns.map(({ heading }) => heading),
        i,
        true,
      ),
    'TH',
  )
  const table = sheet.element('Table')
  drawHeading(sheet, heading, table)
  for (const texts of rows) {
    const row = cells(i => stackedAt(texts, i, false), 'TD')
    if (sheet.ensure(lineHeight(sheet, row))) drawHeading(sheet, heading, table)
    drawLine(sheet, row, table)
  }
  sheet.skip(6)
}

function stackedAt(texts: readonly { kk: string; ru: string }[], i: number, isHeading: boolean): Cell['runs'] {
  const text = texts[i]
  if (text === undefined) return []
  return isHeading ? stacked(text, styles.strong, styles.label) : stacked(text, styles.cell, styles.label)
}

function drawHeading(sheet: Sheet, heading: Row, table: PDFKit.PDFStructureElement): void {
  const height = lineHeight(sheet, heading)
  sheet.ensure(2 * height)
  sheet.artifact(doc => doc.rect(page.left, sheet.y, body.width, height).fill(colors.fill))
  rule(sheet)
  drawLine(sheet, heading, table)
}

const lineHeight = (sheet: Sheet, row: Row) => rowHeight(row, sheet.measure) + 2 * padding

function drawLine(sheet: Sheet, row: Row, table: PDFKit.PDFStructureElement): void {
  sheet.ensure(Math.min(lineHeight(sheet, row), body.bottom - page.top))
  sheet.skip(padding)
  sheet.row(row, sheet.element('TR', table))
  sheet.skip(padding)
  rule(sheet)
}

const rule = (sheet: Sheet) =>
  sheet.artifact(doc =>
    doc
      .moveTo(page.left, sheet.y)
      .lineTo(page.left + body.width, sheet.y)
      .lineWidth(0.6)
      .stroke(colors.rule),
  )
