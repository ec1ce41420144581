import PDFDocument from 'pdfkit'
import type { Instant } from '../../../flows/values/time.ts'
import type { Fonts } from './fonts.ts'
import { type Cell, cutRow, type Measure, type Row, type Run, rowHeight } from './row.ts'
import { body, page, styles } from './styles.ts'

export interface SheetOptions {
  title: string
  at: Instant
  fonts: Fonts
  /** Drawn below everything else, on every page. */
  background(sheet: Sheet): void
}

/** A growing tagged A4 document with a cursor. What would cross the foot of a page moves to the next one. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument
  readonly root: PDFKit.PDFStructureElement
  y: number = page.top
  readonly #background: (sheet: Sheet) => void

  constructor({ title, at, fonts, background }: SheetOptions) {
    const date = new Date(at)
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      subset: 'PDF/A-2a',
      tagged: true,
      lang: 'kk-KZ',
      displayTitle: true,
      info: { Title: title, CreationDate: date, ModDate: date },
      autoFirstPage: false,
      bufferPages: true,
    })
    for (const [name, font] of Object.entries(fonts)) this.doc.registerFont(name, font)
    this.root = this.doc.struct('Document')
    this.#background = background
    this.addPage()
    this.doc.addStructure(this.root)
  }

  addPage(): void {
    this.doc.addPage()
    this.y = page.top
    this.#background(this)
  }

  /** Moves to the next page unless `height` is left on this one. True when it moved. */
  ensure(height: number): boolean {
    const moves = this.y + height > body.bottom && this.y > page.top
    if (moves) this.addPage()
    return moves
  }

  skip = (height: number): void => {
    this.y += height
  }

  readonly measure: Measure = ({ text, style }, width) =>
    this.doc.font(style.font, style.size).heightOfString(text, { width, align: style.align, lineGap: style.lead })

  /** Draws a row below the cursor and moves the cursor below it. A row taller than a page goes on over the next ones. */
  row(row: Row, parent: PDFKit.PDFStructureElement = this.root): void {
    let rest = row
    this.ensure(Math.min(rowHeight(rest, this.measure), body.bottom - page.top))
    while (rowHeight(rest, this.measure) > body.bottom - this.y) {
      const [fits, over] = cutRow(rest, body.bottom - this.y, this.measure)
      this.#drawRow(fits, parent)
      this.addPage()
      rest = over
    }
    this.#drawRow(rest, parent)
  }

  #drawRow(row: Row, parent: PDFKit.PDFStructureElement): void {
    for (const cell of row) this.#drawCell(cell, cell.tag === undefined ? parent : this.element(cell.tag, parent))
    this.y += rowHeight(row, this.measure)
  }

  #drawCell({ x, width, runs }: Cell, parent: PDFKit.PDFStructureElement): void {
    let y = this.y
    for (const run of runs) {
      this.run(run, x, y, width, parent)
      y += this.measure(run, width)
    }
  }

  run(run: Run, x: number, y: number, width: number, parent: PDFKit.PDFStructureElement = this.root): void {
    const { text, style, tag, language } = run
    const write = () => {
      this.doc.font(style.font, style.size).fillColor(style.color)
      this.doc.text(text, x, y, { width, align: style.align, lineGap: style.lead })
    }
    parent.add(this.doc.struct(tag, { lang: `${language}-KZ` }, write))
  }

  element(type: string, parent: PDFKit.PDFStructureElement = this.root): PDFKit.PDFStructureElement {
    const element = this.doc.struct(type)
    parent.add(element)
    return element
  }

  /** What a screen reader passes over: rules, fills, page numbers. */
  artifact(draw: (doc: PDFKit.PDFDocument) => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' })
    this.doc.save()
    draw(this.doc)
    this.doc.restore()
    this.doc.endMarkedContent()
  }

  /** Writes the foot of every page and gives the bytes. */
  async finish(foot: (page: number, pages: number) => string): Promise<Uint8Array> {
    const { count } = this.doc.bufferedPageRange()
    for (let i = 0; i < count; i += 1) {
      this.doc.switchToPage(i)
      const { font, size, color, align } = styles.mark
      const place = { width: body.width, align }
      this.artifact(doc =>
        doc
          .font(font, size)
          .fillColor(color)
          .text(foot(i + 1, count), page.left, body.bottom + 14, place),
      )
    }
    this.root.end()
    this.doc.end()
    const chunks: Buffer[] = []
    for await (const chunk of this.doc) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }
}
