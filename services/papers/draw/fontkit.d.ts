/** The part of fontkit 2 used here; the package brings no types. */
declare module 'fontkit' {
  export interface ParsedFont {
    layout(text: string): { advanceWidth: number; glyphs: { advanceWidth: number; path: { toSVG(): string } }[] }
  }
  export function create(file: Uint8Array): ParsedFont
}
