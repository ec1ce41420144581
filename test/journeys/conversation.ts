import { describe, expect, test } from 'vitest'
import { translate } from '../../locales/translate.ts'
import { type Applicant, given } from '../support/journey.ts'
import type { Stage } from './stage.ts'

const once = (kind: string, ref?: string) => (lines: readonly { kind: string; ref: string | null }[]) =>
  expect(lines.filter(line => line.kind === kind && (ref === undefined || line.ref === ref))).toHaveLength(1)

async function comesToIin(citizen: Applicant): Promise<void> {
  await citizen.starts()
  await citizen.beginsTheService()
  await citizen.agrees()
}

/** How many messages of the chat say this. */
const times = async (citizen: Applicant, words: string) =>
  (await citizen.chat.messages()).filter(({ text }) => text.includes(words)).length

export function conversationJourneys({ demo, ledgers }: Stage): void {
  const aCitizen = (id: string, language: 'kk' | 'ru', chat?: number) =>
    given(demo()).aCitizen(id, language, chat === undefined ? {} : { chat })

  describe.concurrent('what comes twice happens once', () => {
    test('a button tapped twice, at once', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.starts()
      await citizen.presses(citizen.text('common:buttons.services'))
      await citizen.presses(citizen.of('title'))
      const begin = await citizen.button(citizen.text('common:buttons.begin'))
      await Promise.all([1, 2, 3].map(() => citizen.chat.tap(begin.message.id, begin.data)))
      await citizen.asked('consent')
      const agree = await citizen.button(citizen.text('common:buttons.agree'))
      await Promise.all([1, 2, 3].map(() => citizen.chat.tap(agree.message.id, agree.data)))
      await citizen.asked('iin')
      await citizen.sees(citizen.note('stale'))
      await citizen.givesIin()
      await ledgers.of(citizen, once('answered', 'consent'))
      await citizen.says('/menu')
      await citizen.presses(citizen.text('common:buttons.cases'))
      const list = await citizen.sees(citizen.text('common:cases.title'))
      expect(list.text.split(citizen.of('title'))).toHaveLength(2)
    })

    test('an update that Telegram delivers again', async () => {
      const citizen = aCitizen('found', 'ru')
      await comesToIin(citizen)
      await citizen.chat.again()
      await citizen.givesIin()
      await citizen.chat.again()
      await citizen.chat.again()
      await citizen.signsIn()
      await citizen.chooses('personConfirmed', 'correct')
      await citizen.chat.again()
      await citizen.givesPhone()
      await citizen.asked('recordConfirmed')
      expect(await times(citizen, citizen.question('phone'))).toBe(1)
      expect(await times(citizen, citizen.question('iin'))).toBe(1)
      await ledgers.of(citizen, once('answered', 'iin'))
    })

    test('a button of a question that is behind shows the question of now, and changes nothing', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.comesIn()
      const old = await citizen.button(citizen.of('steps.personConfirmed.options.incorrect'))
      await citizen.confirmsPersonAndPhone()
      await citizen.asked('recordConfirmed')
      await citizen.chat.tap(old.message.id, old.data)
      await citizen.sees(citizen.note('stale'), citizen.question('recordConfirmed'))
      await ledgers.of(citizen, once('answered', 'personConfirmed'))
    })
  })

  describe.concurrent('the way through the questions', () => {
    test('goes on in the other language from where it was', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.comesIn()
      await citizen.asked('personConfirmed')
      await citizen.says('/language')
      await citizen.presses(translate('ru', 'common:language.ru'))
      const russian = aCitizen('found', 'ru', citizen.chat.id)
      await russian.confirmsPersonAndPhone()
      await russian.sees(russian.text('common:facts.guardianship.title'))
      await russian.confirmsRecord()
      await russian.choosesDelivery()
      await russian.signsWhatWasReviewed()
      await russian.receives('certificate')
    })

    test('is left with /cancel and taken up from my applications', async () => {
      const citizen = aCitizen('found', 'ru')
      await citizen.comesIn()
      await citizen.chooses('personConfirmed', 'correct')
      await citizen.asked('phone')
      await citizen.says('/cancel')
      await citizen.sees(citizen.note('draft-kept'), citizen.text('common:menu.title'))
      await citizen.presses(citizen.text('common:buttons.cases'))
      await citizen.presses(citizen.text('common:buttons.open', { what: `1) ${citizen.of('title')}` }))
      await citizen.givesPhone()
      await citizen.asked('recordConfirmed')
      await citizen.says('/help')
      await citizen.sees(citizen.text('common:help.place', { question: citizen.question('recordConfirmed') }))
      await citizen.says('/status')
      await citizen.asked('recordConfirmed')
    })

    test('one answer is changed from the review, which then comes back', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.comesToReview()
      await citizen.presses(citizen.text('common:buttons.change', { what: citizen.of('steps.phone.review') }))
      await citizen.asked('phone')
      await citizen.says('87779998877')
      await citizen.sees(citizen.question('review'), '+7 777 999 88 77')
      await citizen.presses(citizen.text('common:buttons.change', { what: citizen.of('steps.delivery.review') }))
      await citizen.chooses('delivery', 'paper')
      await citizen.sees(citizen.question('review'), citizen.of('steps.delivery.options.paper'))
      const number = await citizen.signsWhatWasReviewed()
      const { request = '' } = await citizen.application(number)
      expect(request).toContain('+77779998877')
      expect(request).not.toContain('+77011234567')
    })

    test('a changed number takes the proof and all that rested on it away', async () => {
      const citizen = aCitizen('found', 'ru')
      await citizen.comesToReview()
      await citizen.presses(citizen.text('common:buttons.change', { what: citizen.of('steps.iin.review') }))
      await citizen.asked('iin')
      const other = aCitizen('twoWards', 'ru', citizen.chat.id)
      await other.givesIin()
      await other.signsIn()
      await other.sees(other.person.name)
      await other.chooses('personConfirmed', 'correct')
      await other.sees('Сынақов Әлихан Үлгіұлы')
    })

    test('leads back through all questions and forward again', async () => {
      const citizen = aCitizen('found', 'ru')
      await citizen.comesToReview()
      await citizen.confirmsReview()
      await citizen.presses(citizen.text('common:buttons.changeAnswers'))
      for (const step of ['delivery', 'recordConfirmed', 'phone', 'personConfirmed', 'iin']) {
        await citizen.asked(step)
        if (step !== 'iin') await citizen.presses(citizen.text('common:buttons.back'))
      }
      await citizen.presses(citizen.text('common:buttons.keep'))
      await citizen.asked('signature')
      await citizen.signs()
      await citizen.isRegistered()
    })

    test('can be walked by typing the numbers of buttons', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.says('/start')
      await citizen.typesNumberOf(citizen.text('common:language.kk'))
      await citizen.typesNumberOf(citizen.text('common:buttons.services'))
      await citizen.typesNumberOf(citizen.of('title'))
      await citizen.typesNumberOf(citizen.text('common:buttons.begin'))
      await citizen.typesNumberOf(citizen.text('common:buttons.agree'))
      await citizen.givesIin()
      await citizen.signsIn()
      await citizen.typesNumberOf(citizen.of('steps.personConfirmed.options.correct'))
      await citizen.givesPhone()
      await citizen.typesNumberOf(citizen.of('steps.recordConfirmed.options.correct'))
      await citizen.typesNumberOf(citizen.of('steps.delivery.options.electronic'))
      await citizen.typesNumberOf(citizen.text('common:buttons.confirm'))
      await citizen.asked('signature')
      await citizen.signs()
      await citizen.isRegistered()
    })
  })

  describe.concurrent('several applications', () => {
    test('of one person: switching between two drafts, and deleting one', async () => {
      const citizen = aCitizen('found', 'ru')
      await comesToIin(citizen)
      await citizen.givesIin()
      await citizen.says('/menu')
      await citizen.beginsTheService()
      await citizen.says('/menu')
      await citizen.presses(citizen.text('common:buttons.cases'))
      const list = await citizen.sees(citizen.text('common:cases.title'))
      const places = [1, 2].map(place => `${place}) ${citizen.of('title')}`)
      for (const place of places) expect(list.text).toContain(place)
      await citizen.presses(citizen.text('common:buttons.open', { what: places[0] ?? '' }))
      const first = await citizen.sees(citizen.text('telegram:specimen'))
      const other = first.text.includes(citizen.question('consent')) ? 'identity' : 'consent'
      await citizen.says('/menu')
      await citizen.presses(citizen.text('common:buttons.cases'))
      await citizen.presses(citizen.text('common:buttons.open', { what: places[1] ?? '' }))
      await citizen.asked(other)
      await citizen.says('/menu')
      await citizen.presses(citizen.text('common:buttons.cases'))
      await citizen.presses(citizen.text('common:buttons.delete', { what: places[1] ?? '' }))
      const left = await citizen.sees(citizen.note('draft-deleted'), citizen.text('common:cases.title'))
      expect(left.text).not.toContain(places[1])
    })

    test('of several persons in one chat: each is told of its own', async () => {
      const first = aCitizen('found', 'kk')
      await first.comesToReview()
      const second = aCitizen('refused', 'kk', first.chat.id)
      await second.says('/menu')
      await second.beginsTheService()
      await second.agrees()
      await second.givesIin()
      await second.signsIn()
      await second.sees(second.person.name)
      await second.confirmsPersonAndPhone()
      await second.confirmsRecord()
      await second.choosesDelivery()
      await second.signsWhatWasReviewed()
      await second.receives('refusal')
      await first.says('/menu')
      await first.presses(first.text('common:buttons.cases'))
      const list = await first.sees(first.text('common:cases.title'))
      expect(list.text).toContain(first.text('common:status.draft'))
      expect(list.text).toContain(first.text('common:status.refused'))
    })
  })

  describe.concurrent('the phone', () => {
    test('is no more his: the chat shows nothing of his any longer', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.comesIn()
      await citizen.asked('personConfirmed')
      await citizen.says('/menu')
      await citizen.presses(citizen.text('common:buttons.forget'))
      await citizen.sees(citizen.text('common:forget.question'))
      await citizen.presses(citizen.text('common:buttons.forgetConfirmed'))
      await citizen.sees(citizen.text('common:forget.done'))
      await citizen.says('/start')
      await citizen.sees(citizen.text('common:menu.title'))
      await citizen.presses(citizen.text('common:buttons.cases'))
      await citizen.sees(citizen.text('common:cases.empty'))
    })

    test('that says anything before a language was chosen is asked for the language, in both', async () => {
      const citizen = aCitizen('found', 'ru')
      await citizen.says('здравствуйте')
      const asked = await citizen.sees(translate('kk', 'common:language.question'))
      expect(asked.text).toContain(translate('ru', 'common:language.question'))
      await citizen.typesNumberOf(citizen.text('common:language.ru'))
      await citizen.sees(citizen.text('common:menu.title'))
      await citizen.says('хочу справку')
      await citizen.sees(citizen.note('choose-from-menu'))
    })
  })
}
