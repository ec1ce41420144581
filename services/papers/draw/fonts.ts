import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type FontName = 'regular' | 'bold'
export type Fonts = Record<FontName, Buffer>

/**
 * Noto Sans holds every Kazakh letter, ₸, №, « » and —. Read once, but parsed anew for every paper: a parsed font
 * remembers И as a nameless part of Й once it has drawn Й, and И could no longer be copied from the next paper.
 */
export function readFonts(): Fonts {
  return {
    regular: read(import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')),
    bold: read(import.meta.resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf')),
  }
}

const read = (url: string) => readFileSync(fileURLToPath(url))
