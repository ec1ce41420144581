import { describe, expect, test } from 'vitest'
import { languages } from '../../flows/values/language.ts'
import { given } from '../support/journey.ts'
import { pdfText } from '../support/pdf.ts'
import type { Stage } from './stage.ts'

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

export function happyJourneys({ demo, ledgers }: Stage): void {
  describe.concurrent.each(languages)('in %s, for whom the registers know everything', language => {
    test('the certificate comes within five minutes', async () => {
      const citizen = given(demo()).aCitizen('found', language)
      await citizen.comesToReview()
      const review = await citizen.sees(citizen.person.name)
      expect(review.text).not.toContain(citizen.person.iin)
      const number = await citizen.signsWhatWasReviewed()
      await citizen.sees(number, citizen.of('promise.automatic'))
      await citizen.receives('receipt')
      const { pdf } = await citizen.receives('certificate')
      await citizen.asked('result')
      const written = inOneLine(await pdfText(pdf))
      for (const words of [citizen.person.name, 'Үлгіова Аружан Сынаққызы', '№ 117-ө']) expect(written).toContain(words)
      await ledgers.carries(citizen, 'G-02', 'G-04', 'G-07', 'G-15', 'G-17', 'G-51')
    })

    test('the certificate on paper is made electronically first', async () => {
      const citizen = given(demo()).aCitizen('found', language)
      await citizen.comesToReview('paper')
      await citizen.signsWhatWasReviewed()
      const { pdf } = await citizen.receives('certificate')
      await citizen.sees(citizen.text('common:result.paper'))
      const written = inOneLine(await pdfText(pdf))
      expect(written).toContain(inOneLine(citizen.text('papers:signature.seal')))
      expect(written).toContain(inOneLine(citizen.text('papers:stamp.heading')))
      await ledgers.carries(citizen, 'G-01', 'G-03', 'G-05')
    })

    test('two wards stand on one certificate', async () => {
      const citizen = given(demo()).aCitizen('twoWards', language)
      await citizen.comesToReview()
      await citizen.sees('Сынақов Әлихан Үлгіұлы', 'Сынақова Көркем Үлгіқызы')
      await citizen.signsWhatWasReviewed()
      const written = inOneLine(await pdfText((await citizen.receives('certificate')).pdf))
      expect(written).toContain('Сынақов Әлихан Үлгіұлы')
      expect(written).toContain('Сынақова Көркем Үлгіқызы')
    })
  })

  test.concurrent('who is not registered on the portal registers there first', async () => {
    const citizen = given(demo()).aCitizen('unregistered', 'ru')
    await citizen.starts()
    await citizen.beginsTheService()
    await citizen.agrees()
    await citizen.givesIin()
    const page = await citizen.opensThePortal()
    const [, link = ''] = /href="([^"]*\/portal\/register[^"]*)"/.exec(page.html) ?? []
    const form = await citizen.browser.open(new URL(link.replaceAll('&amp;', '&'), page.url).href)
    const password = 'jana-qupiya-01'
    const { iin } = citizen.person
    const registered = await citizen.browser.submit(form, { iin, password, repeat: password }, '/portal/register')
    const back = await citizen.entersOnPortal(registered, { password })
    expect(back.text).toContain(citizen.text('web:signIn.matched.title'))
    await citizen.confirmsPersonAndPhone()
    await citizen.sees('Сынақбаев Диңмұхамед Үлгіұлы', citizen.text('common:facts.guardianship.custodian'))
    await citizen.confirmsRecord()
    await citizen.choosesDelivery()
    await citizen.signsWhatWasReviewed()
    await citizen.receives('certificate')
    await ledgers.carries(citizen, 'G-40', 'G-41', 'G-42')
  })
}
