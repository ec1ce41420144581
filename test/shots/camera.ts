import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'

const folder = fileURLToPath(new URL('../../docs/shots/', import.meta.url))
const mostBytes = 200_000

/** A picture would make the repository heavy. */
export class TooHeavy extends Error {
  override readonly name = 'TooHeavy'
}

/** Writes `docs/shots/<name>.png` in few colours. */
export async function develop(name: string, picture: Uint8Array): Promise<void> {
  const png = await sharp(picture).png({ palette: true, colours: 128, effort: 10 }).toBuffer()
  if (png.length > mostBytes) throw new TooHeavy(`${name}: ${png.length} bytes, at most ${mostBytes}`)
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}${name}.png`, png)
  console.log(`${name}.png ${png.length}`)
}

/** Takes a picture of what is on the screen, or of the whole page however long it is; no button is under the hand. */
export async function take(name: string, page: Page, { whole = false } = {}): Promise<void> {
  await page.mouse.move(0, 0)
  await develop(name, await page.screenshot({ animations: 'disabled', fullPage: whole }))
}
