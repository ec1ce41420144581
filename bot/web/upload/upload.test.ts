import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { atUpload, infected, openSite } from '../../../test/support/web-site.ts'

type Sent = [name: string, bytes: Uint8Array]
const form = (...files: Sent[]): FormData => {
  const data = new FormData()
  for (const [name, bytes] of files) data.append('files', new Blob([Uint8Array.from(bytes)]), name)
  return data
}

async function pdf(pages: number, options: PDFKit.PDFDocumentOptions = {}, text = 'шешім'): Promise<Uint8Array> {
  const document = new PDFDocument({ autoFirstPage: false, info: { Title: text }, ...options })
  for (let page = 0; page < pages; page++) document.addPage().text('page')
  document.end()
  return buffer(document)
}
let jpeg: Uint8Array
beforeAll(async () => {
  const white = { create: { width: 40, height: 20, channels: 3, background: 'white' } } as const
  jpeg = await sharp(white).jpeg().toBuffer()
})

async function atForm(changes: Parameters<typeof openSite>[0] = {}) {
  const site = await openSite(changes)
  site.world.play.does(...atUpload)
  return site
}

test('the page asks for the document of the question, by the checklist', async () => {
  const { browser } = await atForm()
  const page = await browser.get('/upload/token')
  expect(page.status).toBe(200)
  expect(page.text).toContain('Қорғаншы немесе қамқоршы тағайындау туралы шешімнің көшірмесі')
  expect(page.text).toContain('PDF, JPEG, PNG')
  expect(page.text).toContain('accept="application/pdf,image/jpeg,image/png"')
})

test('photos go to quarantine as they came, and then to the application, in order', async () => {
  const { browser, world } = await atForm()
  const sent = await browser.post('/upload/token', form(['1.jpg', jpeg], ['2.jpg', jpeg]))
  expect(sent.location).toBe('/upload/token/done')
  expect(world.kept.map(bytes => Buffer.from(bytes).equals(jpeg))).toEqual([true, true])
  const source = 'quarantine'
  const size = jpeg.length
  expect(world.applied).toEqual([
    {
      kind: 'sent-files',
      files: [
        { source, id: 'q1', size },
        { source, id: 'q2', size },
      ],
    },
  ])
  expect((await browser.get('/upload/token/done')).text).toContain('Файлыңызды алдық')
})

test('while the document is being checked the page says so and takes no second one', async () => {
  const { browser, world } = await atForm()
  await browser.post('/upload/token', form(['1.jpg', jpeg]))
  expect((await browser.get('/upload/token')).text).toContain('Құжатты тексеріп жатырмыз')
  expect((await browser.post('/upload/token', form(['1.jpg', jpeg]))).text).toContain('тексеріп жатырмыз')
  expect(world.kept).toHaveLength(1)
})

describe('what is wrong is said above the form and beside the field, in the same words', () => {
  const locked = () => pdf(1, { userPassword: 'k', ownerPassword: 'k' })
  const many = Array.from({ length: 21 }, (_, i): Sent => [`${i}.jpg`, Buffer.from('x')])
  test.each<[string, () => Promise<FormData> | FormData, string]>([
    ['nothing selected', () => form(['', new Uint8Array()]), 'Файл таңдалмады'],
    ['a wrong type', () => form(['a.pdf', Buffer.from('<svg onload="x"/>')]), 'Файлдың мұндай түрі қабылданбайды'],
    ['too big', () => form(['a.pdf', new Uint8Array(3 * 1024 * 1024)]), 'Файл тым үлкен'],
    ['empty', () => form(['a.pdf', new Uint8Array()]), 'Файл бос'],
    ['a virus', async () => form(['a.pdf', Buffer.concat([await pdf(1), Buffer.from(infected)])]), 'зиянды бағдарлама'],
    ['a password', async () => form(['a.pdf', await locked()]), 'парольмен қорғалған'],
    ['too many files', () => form(...many), 'Файл тым көп'],
    ['too many pages', async () => form(['a.pdf', await pdf(21)]), 'Беті тым көп'],
    ['damaged', () => form(['a.pdf', Buffer.from('%PDF-1.7\nnothing\n%%EOF')]), 'Файл бүлінген'],
    ['a PDF beside a photo', async () => form(['a.pdf', await pdf(1)], ['b.jpg', jpeg]), 'PDF-ті басқа файлдармен'],
  ])('%s', async (_, make, words) => {
    const { browser, world } = await atForm({ uploadMegabytes: 2 })
    const page = await browser.post('/upload/token', await make())
    expect(page.status).toBe(422)
    expect(page.text).toMatch(/<title>Қате: /)
    expect(page.text.split(words)).toHaveLength(3)
    expect([world.kept, world.applied]).toEqual([[], []])
  })
  test('a store that fails: nothing reaches the application, and the fault is on record', async () => {
    const { browser, world } = await atForm()
    world.storeFails = true
    const page = await browser.post('/upload/token', form(['a.jpg', jpeg]))
    expect(page.text).toContain('Файлды қабылдай алмадық')
    expect(world.applied).toEqual([])
    expect(world.logged).toHaveLength(1)
  })
  test('a form that is cut off or is none', async () => {
    const { browser } = await atForm()
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const cut = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF'
    expect((await browser.post('/upload/token', cut, headers)).text).toContain('Файлды қабылдай алмадық')
    expect((await browser.post('/upload/token', 'a=1')).text).toContain('Файлды қабылдай алмадық')
  })
})

test('the name of a file is shown to its sender as text, without tricks', async () => {
  const { browser } = await atForm()
  const page = await browser.post('/upload/token', form(['<b>\u202Egpj.exe', Buffer.from('MZ')]))
  expect(page.text).toContain('&lt;b&gt;gpj.exe')
  expect(page.text).not.toContain('\u202E')
})

test.each([
  ['/upload/forged', 404],
  ['/upload/old', 410],
])('%s takes nothing', async (path, status) => {
  const { browser, world } = await atForm()
  expect((await browser.get(path)).status).toBe(status)
  expect((await browser.post(path, form(['1.jpg', jpeg]))).status).toBe(status)
  expect(world.kept).toEqual([])
})

test('a question that was answered elsewhere asks for nothing more', async () => {
  const { browser, world } = await atForm()
  world.play.does('uploaded a document')
  const page = await browser.post('/upload/token', form(['1.jpg', jpeg]))
  expect(page.text).toContain('енді сұралып тұрған жоқ')
  expect(world.kept).toEqual([])
})

test('tries are counted by application', async () => {
  const { browser } = await atForm()
  for (let i = 0; i < 10; i++) await browser.post('/upload/token', form(['', new Uint8Array()]))
  expect((await browser.post('/upload/token', form(['1.jpg', jpeg]))).status).toBe(429)
})

test('another site cannot send a document', async () => {
  const { browser, world } = await atForm()
  const headers = { 'sec-fetch-site': 'cross-site' }
  expect((await browser.post('/upload/token', form(['1.jpg', jpeg]), headers)).status).toBe(403)
  expect(world.kept).toEqual([])
})
