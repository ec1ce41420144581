import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { create, type ParsedFont } from 'fontkit'

export type FontName = 'regular' | 'bold'
export type Fonts = Record<FontName, ParsedFont>

const files: Record<FontName, string> = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
}

/** Noto Sans holds every Kazakh letter, ₸, №, « » and —. Parsed once: a paper takes longer to shape than to draw. */
export function readFonts(): Fonts {
  const read = (name: FontName) => create(readFileSync(fileURLToPath(import.meta.resolve(files[name]))))
  return { regular: read('regular'), bold: read('bold') }
}
