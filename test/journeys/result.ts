import { describe, expect, test } from 'vitest'
import { languages } from '../../flows/values/language.ts'
import { type Applicant, given } from '../support/journey.ts'
import { Browser } from '../support/journey-browser.ts'
import { pdfText } from '../support/pdf.ts'
import type { Stage } from './stage.ts'

async function receivesCertificate(citizen: Applicant): Promise<{ number: string; pdf: Buffer }> {
  await citizen.comesToReview()
  await citizen.signsWhatWasReviewed()
  const received = await citizen.receives('certificate')
  await citizen.asked('result')
  return received
}

/** The address in the QR code, as it is also written below it. */
async function verifyUrl(pdf: Buffer): Promise<string> {
  const [url = ''] = /http\S+\/verify\/\S+/.exec(await pdfText(pdf)) ?? []
  return url
}

export function resultJourneys({ demo, ledgers }: Stage): void {
  describe.concurrent('the result', () => {
    test('is also on the personal page, in the cabinet of the portal, and the same bytes everywhere', async () => {
      const citizen = given(demo()).aCitizen('found', 'ru')
      const { number, pdf } = await receivesCertificate(citizen)
      const my = new Browser()
      const asked = await my.open(`${demo().url}/my?lang=ru`)
      expect(asked.text).not.toContain(number)
      const page = await citizen.entersOnPortalWith(my, await my.submit(asked, {}, '/my/sign-in'))
      expect(page.text).toContain(number)
      expect(page.text).toContain(citizen.person.name)
      const file = await my.download(`${demo().url}/my/papers/${number}.pdf`)
      expect([file.type, file.bytes.equals(pdf)]).toEqual(['application/pdf', true])
      const signature = await my.download(`${demo().url}/my/papers/${number}.pdf.p7s`)
      expect(signature.bytes.length).toBeGreaterThan(500)
      const cabinet = await my.open(`${demo().url}/sandbox/portal/cabinet?lang=ru`)
      expect(cabinet.text).toContain(citizen.of('title'))
      const { cabinet: messages } = await citizen.doors.outgoing()
      const urls = messages.filter(({ iin }) => iin === citizen.person.iin).flatMap(({ file }) => file?.url ?? [])
      const copies = await Promise.all(urls.map(async url => (await my.download(url)).bytes))
      expect(copies.some(bytes => bytes.equals(pdf))).toBe(true)
      await ledgers.carries(citizen, 'G-06')
    })

    test('of one person is not for another who is signed in', async () => {
      const citizen = given(demo()).aCitizen('found', 'kk')
      const { number } = await receivesCertificate(citizen)
      const other = given(demo()).aCitizen('minor', 'kk')
      const my = new Browser()
      const asked = await my.open(`${demo().url}/my`)
      const page = await other.entersOnPortalWith(my, await my.submit(asked, {}, '/my/sign-in'))
      expect(page.text).not.toContain(number)
      expect((await my.download(`${demo().url}/my/papers/${number}.pdf`)).status).toBe(404)
      expect((await new Browser().open(`${demo().url}/my/papers/${number}.pdf`)).text).not.toContain(number)
    })

    test('is confirmed by the address in its QR code; without the key only that it is genuine', async () => {
      const citizen = given(demo()).aCitizen('twoWards', 'kk')
      const { number, pdf } = await receivesCertificate(citizen)
      const url = await verifyUrl(pdf)
      const secrets = [citizen.person.name, 'Сынақов Әлихан Үлгіұлы', 'Сынақова Көркем Үлгіқызы', '48-ө']
      for (const language of languages) {
        const shown = await citizen.browser.open(`${url}&lang=${language}`)
        for (const words of secrets) expect(shown.text).toContain(words)
        const text = given(demo()).aCitizen('found', language).text
        expect(shown.text).toContain(text('web:verify.signature.valid'))
      }
      const genuine = citizen.text('web:verify.status.genuine.title')
      const stranger = new Browser()
      const bare = await stranger.open(`${demo().url}/verify/${number}`)
      const wrong = await stranger.open(`${demo().url}/verify/${number}?k=AAAAAAAAAAAAAAAAAAAAAA`)
      for (const page of [bare, wrong]) {
        for (const words of [genuine, number, citizen.of('title')]) expect(page.text).toContain(words)
        for (const words of [...secrets, citizen.person.iin]) expect(page.text).not.toContain(words)
      }
      expect(wrong.text).toBe(bare.text)
    })

    test('never holds the whole IIN in the chat, and every message says that it is a specimen', async () => {
      const citizen = given(demo()).aCitizen('found', 'kk')
      await receivesCertificate(citizen)
      const texts = (await citizen.chat.messages()).map(({ text }) => text)
      expect(texts.filter(text => text.includes(citizen.person.iin))).toEqual([])
      expect(texts.filter(text => !text.endsWith(citizen.text('telegram:specimen')))).toEqual([])
    })
  })
}
