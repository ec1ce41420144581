/** The part of fontkit 2 used here; the package brings no types. */
declare module 'fontkit' {
  export interface ParsedFont {
    unitsPerEm: number
    layout(text: string): { advanceWidth: number; glyphs: { advanceWidth: number; path: { toSVG(): string } }[] }
  }
  export function create(file: Uint8Array): ParsedFont
}

/** pdfkit takes a font that was parsed already; its types do not say so. */
declare namespace PDFKit.Mixins {
  interface PDFFont {
    registerFont(name: string, font: import('fontkit').ParsedFont): this
  }
}
