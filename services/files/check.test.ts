import { buffer } from 'node:stream/consumers'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { createFileCheck } from './check.ts'
import { type CheckedFile, type FileRule, NotJoinable } from './port.ts'

const rule: FileRule = { accept: ['pdf', 'jpeg', 'png'], maxMegabytes: 1, maxPages: 3 }
const { check, join } = createFileCheck()
const bytesOf = (text: string) => new TextEncoder().encode(text)
const problem = async (bytes: Uint8Array, by = rule) => {
  const result = await check(bytes, by)
  return result.ok ? 'accepted' : result.problem
}
async function accepted(bytes: Uint8Array): Promise<CheckedFile> {
  const result = await check(bytes, rule)
  if (!result.ok) throw new Error(`refused: ${result.problem}`)
  return result.file
}

async function pdf(pages: number, options: PDFKit.PDFDocumentOptions = {}, attach = false): Promise<Uint8Array> {
  const document = new PDFDocument({ autoFirstPage: false, ...options })
  for (let page = 1; page <= pages; page++) document.addPage().text(`page ${page}`)
  if (attach) document.file(Buffer.from('inside'), { name: 'inside.txt' })
  document.end()
  return new Uint8Array(await buffer(document))
}

/** A PDF by hand: objects 1 (catalogue), 2 (pages), 3 (a page) and whatever is added. */
function pdfOf(catalogue: string, page = '', more = ''): Uint8Array {
  return bytesOf(`%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R ${catalogue} >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] ${page} >> endobj
${more}
trailer << /Root 1 0 R >>
%%EOF
`)
}

function image(width = 40, height = 20) {
  return sharp({ create: { width, height, channels: 3, background: 'white' } })
}
const jpeg = async (width?: number, height?: number) => new Uint8Array(await image(width, height).jpeg().toBuffer())

describe('a document that a citizen gives', () => {
  test.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['more than the checklist allows', new Uint8Array(1024 * 1024 + 1), 'too-big'],
    ['plain text', bytesOf('Куәлік'), 'wrong-type'],
    ['a web page', bytesOf('<html><script>alert(1)</script></html>'), 'wrong-type'],
    ['a vector image with a script', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'wrong-type'],
    ['a program', bytesOf(`MZ${'\0'.repeat(100)}`), 'wrong-type'],
    ['a text that begins like a PDF', bytesOf('%PDF-1.7\nbut is not one\n%%EOF'), 'corrupt'],
    [
      'a PDF with a script to run when opened',
      pdfOf('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'),
      'active-content',
    ],
    [
      'a PDF with a script whose name is hidden',
      pdfOf('/OpenAction << /S /J#61vaScript /J#53 (1) >>'),
      'active-content',
    ],
    ['a PDF with a script on a page', pdfOf('', '/AA << /O << /S /JavaScript /JS (1) >> >>'), 'active-content'],
    ['a PDF that starts a program', pdfOf('/OpenAction << /S /Launch /F (cmd.exe) >>'), 'active-content'],
  ])('is refused when it is %s', async (_, bytes, expected) => {
    expect(await problem(bytes)).toBe(expected)
  })

  test('is refused when it is a PDF with a file embedded', async () => {
    expect(await problem(await pdf(1, {}, true))).toBe('active-content')
  })

  test('is refused when its script is inside a compressed object stream', async () => {
    const inside = deflateSync('9 0 << /S /JavaScript /JS (1) >>').toString('latin1')
    const stream = `8 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${inside.length} >> stream\n${inside}\nendstream endobj`
    const bytes = Buffer.from(
      Buffer.from(pdfOf('', '', 'HERE'))
        .toString('latin1')
        .replace('HERE', () => stream),
      'latin1',
    )
    expect(await problem(bytes)).toBe('active-content')
  })

  test('is refused when it asks for a password', async () => {
    expect(await problem(await pdf(1, { userPassword: 'secret' }))).toBe('password')
  })

  test('is refused when it has more pages than allowed', async () => {
    expect(await problem(await pdf(4))).toBe('too-many-pages')
  })

  test('is refused when the checklist does not take its type', async () => {
    expect(await problem(await jpeg(), { ...rule, accept: ['pdf'] })).toBe('wrong-type')
  })

  test('is refused when it is cut short', async () => {
    const whole = await pdf(2)
    expect(await problem(whole.subarray(0, whole.length * 0.7))).toBe('corrupt')
    expect(await problem(whole.subarray(0, -10))).toBe('corrupt')
    const photo = await jpeg(800, 600)
    expect(await problem(photo.subarray(0, photo.length * 0.7))).toBe('corrupt')
  })

  test('never breaks the check, however it is damaged', async () => {
    const photo = await jpeg(300, 300)
    await fc.assert(
      fc.asyncProperty(fc.nat(photo.length - 1), fc.nat(255), async (at, value) => {
        expect(['accepted', 'corrupt', 'too-big', 'wrong-type']).toContain(await problem(photo.with(at, value)))
      }),
      { numRuns: 50 },
    )
  })

  test('is kept as it is when it is a sound PDF', async () => {
    const bytes = await pdf(3)
    expect(await accepted(bytes)).toMatchObject({
      type: 'application/pdf',
      bytes,
      pages: 3,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('is turned upright and loses where and by whom the photo was taken', async () => {
    const exif = { IFD0: { Artist: 'planted-canary', Copyright: 'planted-canary' } }
    const photo = await image(40, 20).jpeg().withExif(exif).withMetadata({ orientation: 6, exif }).toBuffer()
    expect(photo.includes('planted-canary')).toBe(true)
    const { bytes } = await accepted(photo)
    expect(Buffer.from(bytes).includes('planted-canary')).toBe(false)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 20, height: 40 })
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  })

  test('is made no larger than a legible page, and one with too many pixels is refused unread', async () => {
    const { bytes } = await accepted(await jpeg(4000, 3000))
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 2500, height: 1875 })
    const bomb = await image(9000, 9000).png({ compressionLevel: 9 }).toBuffer()
    expect(await problem(bomb)).toBe('too-big')
  })

  test('is refused when the scanner finds a virus, and waits when the scanner does not answer', async () => {
    const bytes = await jpeg()
    const infected = createFileCheck({ scanner: { scan: async () => 'infected' } })
    expect(await infected.check(bytes, rule)).toEqual({ ok: false, problem: 'virus' })
    const silent = createFileCheck({ scanner: { scan: () => Promise.reject(new Error('no answer')) } })
    await expect(silent.check(bytes, rule)).rejects.toThrow('no answer')
  })
})

describe('several pages', () => {
  test('of photos become one PDF in order, the same bytes each time', async () => {
    const pages = await Promise.all(
      [jpeg(40, 20), jpeg(20, 40), image(30, 30).png().toBuffer()].map(async bytes => accepted(await bytes)),
    )
    const joined = await join(pages)
    expect(joined).toMatchObject({ type: 'application/pdf', pages: 3 })
    expect(await accepted(joined.bytes)).toMatchObject({ pages: 3, digest: joined.digest })
    expect((await join(pages)).digest).toBe(joined.digest)
  })

  test('stay as they are when there is only one', async () => {
    const page = await accepted(await jpeg())
    expect(await join([page])).toBe(page)
  })

  test('are not joined with a PDF', async () => {
    const [photo, document] = [await accepted(await jpeg()), await accepted(await pdf(1))]
    await expect(join([photo, document])).rejects.toThrow(NotJoinable)
    await expect(join([])).rejects.toThrow(NotJoinable)
  })
})
