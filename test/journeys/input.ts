import { describe, expect, test } from 'vitest'
import { languages } from '../../flows/values/language.ts'
import { asDocument, heavyPdf, pdfOf } from '../support/documents.ts'
import { given, personWho } from '../support/journey.ts'
import type { Stage } from './stage.ts'

const binOfNobody = '200140000014'

export function inputJourneys({ demo, ledgers }: Stage): void {
  const aCitizen = (id: string, language: 'kk' | 'ru') => given(demo()).aCitizen(id, language)

  describe.concurrent('what is no answer is explained, and the question stays', () => {
    test.each(languages)(
      'in %s: numbers that are no IIN; the right one with spaces disappears from the chat',
      async language => {
        const citizen = aCitizen('found', language)
        const { iin } = citizen.person
        await citizen.starts()
        await citizen.beginsTheService()
        await citizen.agrees()
        const wrong = `${iin.slice(0, 11)}${(Number(iin[11]) + 1) % 10}`
        for (const [typed, problem] of [
          ['менің ЖСН', 'not-digits'],
          [iin.slice(0, 11), 'too-short'],
          [`${iin}7`, 'too-long'],
          [wrong, 'check-digit'],
          [binOfNobody, 'is-bin'],
        ] as const) {
          await citizen.says(typed)
          await citizen.sees(citizen.note(`formats.iin.${problem}`), citizen.question('iin'))
        }
        const message = await citizen.givesIin(`${iin.slice(0, 6)} ${iin.slice(6, 9)}-${iin.slice(9)}`)
        await citizen.chat.gone(message)
        await ledgers.of(citizen, lines => expect(lines.filter(({ ref }) => ref === 'iin')).toHaveLength(1))
      },
    )

    test('a password in the chat is deleted, and never asked for', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.starts()
      await citizen.beginsTheService()
      await citizen.agrees()
      await citizen.givesIin()
      const message = await citizen.says(citizen.person.password)
      await citizen.sees(citizen.note('not-typed.identify'), citizen.question('identity'))
      await citizen.chat.gone(message)
    })

    test('files that are empty, of another type, corrupt, locked or too long', async () => {
      const citizen = aCitizen('notFound', 'ru')
      await citizen.comesToDocuments()
      const whole = await pdfOf(1)
      const files = [
        ['empty', new Uint8Array()],
        ['wrong-type', Buffer.from('MZ это не документ')],
        ['corrupt', whole.subarray(0, whole.length / 2)],
        ['password', await pdfOf(1, 'qupiya')],
        ['too-many-pages', await pdfOf(21)],
      ] as const
      for (const [problem, bytes] of files) {
        await citizen.givesDocument(asDocument('файл.pdf', bytes))
        await citizen.sees(citizen.note(`files.${problem}`), citizen.question('appointmentDecision'))
      }
      await citizen.givesDocument(asDocument('файл.pdf', whole))
      await citizen.asked('wards.name')
    })

    test('files on the page for uploads', async () => {
      const citizen = aCitizen('notFound', 'kk')
      await citizen.comesToDocuments()
      const { url } = await citizen.button(citizen.text('common:buttons.upload'))
      const locked = { name: 'құлыптаулы.pdf', bytes: await pdfOf(1, 'qupiya'), type: 'application/pdf' }
      const refused = await citizen.browser.attach(await citizen.browser.open(url), [locked])
      expect([refused.status, refused.text.includes(citizen.text('web:upload.problems.password'))]).toEqual([422, true])
      const heavy = { ...locked, bytes: await heavyPdf(52) }
      const tooBig = await citizen.browser.attach(refused, [heavy])
      expect([tooBig.status, tooBig.text.includes('МБ')]).toEqual([422, true])
      await citizen.browser.attach(tooBig, [{ ...locked, bytes: await pdfOf(2) }])
      await citizen.asked('wards.name')
      expect((await citizen.browser.open(url)).text).toContain(citizen.text('web:upload.passed.title'))
    })

    test('a file when none is asked for, and text where a document is', async () => {
      const citizen = aCitizen('notFound', 'kk')
      await citizen.comesIn()
      await citizen.chooses('personConfirmed', 'correct')
      await citizen.asked('phone')
      await citizen.uploads(asDocument('1.pdf', await pdfOf(1)))
      await citizen.sees(citizen.note('no-file-asked'), citizen.question('phone'))
      await citizen.says('алма')
      await citizen.sees(citizen.note('formats.phone.not-a-phone'))
      await citizen.givesPhone('+7 (701) 123-45-67')
      await citizen.asked('appointmentDecision')
      await citizen.says('қолымда жоқ')
      await citizen.sees(citizen.note('not-typed.upload'))
      await citizen.givesDocument(asDocument('1.pdf', await pdfOf(1)))
      await citizen.asked('wards.name')
      for (const [typed, problem] of [
        ['31.02.2015', 'not-a-date'],
        ['01.01.2040', 'in-future'],
      ] as const) {
        if (problem === 'not-a-date') await citizen.says('Үлгіова Балнұр')
        await citizen.asked('wards.birthDate')
        await citizen.says(typed)
        await citizen.sees(citizen.note(`formats.birth-date.${problem}`))
      }
    })

    test('text where buttons are: at the consent, a choice, the review, the signature, after it', async () => {
      const citizen = aCitizen('silent', 'ru')
      await citizen.starts()
      await citizen.beginsTheService()
      await citizen.says('да')
      await citizen.sees(citizen.note('not-typed.consent'), citizen.question('consent'))
      await citizen.agrees()
      await citizen.givesIin()
      await citizen.signsIn()
      await citizen.asked('personConfirmed')
      await citizen.says('верны')
      await citizen.sees(citizen.note('not-typed.choose'))
      await citizen.confirmsPersonAndPhone()
      await citizen.confirmsRecord()
      await citizen.choosesDelivery()
      await citizen.says('исправьте телефон')
      await citizen.sees(citizen.note('not-typed.review'), citizen.question('review'))
      await citizen.confirmsReview()
      await citizen.says('подписываю')
      await citizen.sees(citizen.note('not-typed.sign'), citizen.question('signature'))
      await citizen.signs()
      await citizen.isRegistered()
      await citizen.says('ну что там')
      await citizen.sees(citizen.note('already-sent'))
    })

    test.each(languages)('in %s: voice, sticker, place, contact, an edited message', async language => {
      const citizen = aCitizen('found', language)
      await citizen.starts()
      const message = await citizen.says('сәлем')
      await citizen.sees(citizen.note('choose-from-menu'))
      await citizen.beginsTheService()
      await citizen.agrees()
      for (const [what, sent] of [
        ['voice', { voice: true }],
        ['sticker', { sticker: true }],
        ['location', { location: { latitude: 43.2, longitude: 76.9 } }],
        ['contact', { contact: { phone: '+77011234567' } }],
      ] as const) {
        await citizen.sends(sent)
        await citizen.sees(citizen.note(`unsupported.${what}`), citizen.question('iin'))
      }
      await citizen.chat.edit(message, 'сәлем!')
      await citizen.sees(citizen.note('unsupported.edited'), citizen.question('iin'))
    })

    test('five thousand characters, and markup that must stay text', async () => {
      const citizen = aCitizen('absent', 'ru')
      await citizen.comesIn()
      await citizen.asked('fullName')
      await citizen.says('Үлгіжанов Өмірбек Сынақұлы')
      await citizen.asked('address')
      await citizen.says('ә'.repeat(5000))
      await citizen.sees(citizen.note('formats.address.too-long'), citizen.question('address'))
      const address = 'Үлгі <b>қаласы</b> & "Сынақ" <script>alert(1)</script>'
      await citizen.says(address)
      await citizen.givesPhone()
      await citizen.asked('appointmentDecision')
      await citizen.givesDocument(asDocument('1.pdf', await pdfOf(1)))
      await citizen.namesWard('Үлгіжанов Ғабиден', '01.01.2014')
      await citizen.namesNoMoreWards()
      await citizen.choosesDelivery()
      await citizen.sees(address)
    })
  })

  test.concurrent('a group is told in both languages that it is not served, and left', async () => {
    const citizen = aCitizen('found', 'kk')
    await citizen.chat.say('/start', { group: true })
    const [kk, ru] = languages.map(language => given(demo()).aCitizen('found', language).text('telegram:group'))
    const seen = await fetch(`${demo().url}/sandbox/telegram/users/${citizen.chat.id}/messages?group=true&wait=20`)
    const [message] = (await seen.json()) as { text: string }[]
    expect(message?.text).toContain(kk)
    expect(message?.text).toContain(ru)
  })

  test.concurrent('an application shows nothing of anybody who only typed the number', async () => {
    const citizen = aCitizen('found', 'kk')
    const other = personWho('twoWards')
    await citizen.starts()
    await citizen.beginsTheService()
    await citizen.agrees()
    await citizen.givesIin(other.iin)
    await citizen.signsIn()
    await citizen.sees(citizen.note('identity.other-person'))
    const all = (await citizen.chat.messages()).map(({ text }) => text).join('\n')
    for (const words of [other.surname, other.iin, citizen.person.surname, citizen.person.iin])
      expect(all).not.toContain(words)
  })
}
