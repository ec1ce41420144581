import { describe, expect, test } from 'vitest'
import { languages } from '../../flows/values/language.ts'
import { formatLaw } from '../../locales/law.ts'
import { asDocument, pdfOf } from '../support/documents.ts'
import { type Applicant, given, personWho, type SigningKey } from '../support/journey.ts'
import { pdfText } from '../support/pdf.ts'
import type { Stage } from './stage.ts'

/** A refusal in the words of the regulation (D-20): what, why, by which paragraph, what next, how to complain; the draft stays. */
async function seesRefusal(citizen: Applicant, refusal: string, reason: string, law: string): Promise<void> {
  await citizen.sees(
    citizen.of(`refusals.${refusal}.title`),
    citizen.of(`refusals.${refusal}.reasons.${reason}`),
    citizen.of(`refusals.${refusal}.next`),
    citizen.text('common:refusal.law', { law: formatLaw(citizen.language, law) }),
    citizen.text('common:refusal.draftKept'),
    citizen.text('common:refusal.complain'),
  )
}

export function refusalJourneys({ demo, ledgers }: Stage): void {
  const aCitizen = (id: string, language: 'kk' | 'ru') => given(demo()).aCitizen(id, language)

  describe.concurrent('the portal', () => {
    test('that does not confirm number and password is RF-G3, and the next try may succeed', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.starts()
      await citizen.beginsTheService()
      await citizen.agrees()
      await citizen.givesIin()
      const refused = await citizen.signsIn({ password: 'umytyp-qaldym' })
      expect(refused.status).toBe(403)
      const back = await citizen.leavesThePortal(refused)
      expect(back.text).toContain(citizen.of('refusals.RF-G3.title'))
      await seesRefusal(citizen, 'RF-G3', 'refused', '§11(4)')
      await ledgers.carries(citizen, 'G-43', 'RF-G3')
      expect((await citizen.signsIn()).text).toContain(citizen.text('web:signIn.matched.title'))
      await citizen.sees(citizen.person.name)
    })

    test('that was left again is no refusal', async () => {
      const citizen = aCitizen('found', 'ru')
      await citizen.starts()
      await citizen.beginsTheService()
      await citizen.agrees()
      await citizen.givesIin()
      await citizen.leavesThePortal(await citizen.opensThePortal())
      const { text } = await citizen.sees(citizen.note('identity.cancelled'))
      expect(text).not.toContain(citizen.of('refusals.RF-G3.title'))
    })

    test.each(languages)(
      'in %s: who signs in as somebody else is told so, and neither number is shown',
      async language => {
        const citizen = aCitizen('found', language)
        const other = personWho('silent')
        await citizen.starts()
        await citizen.beginsTheService()
        await citizen.agrees()
        await citizen.givesIin()
        const page = await citizen.signsIn({ iin: other.iin, password: other.password })
        expect(page.text).toContain(citizen.text('web:signIn.other-person.title'))
        const { text } = await citizen.sees(citizen.note('identity.other-person'))
        for (const shown of [page.text, text])
          for (const { iin } of [other, citizen.person]) expect(shown).not.toContain(iin)
      },
    )
  })

  test.concurrent('a record of death stops the application, which may be tried again', async () => {
    const citizen = aCitizen('deceased', 'kk')
    await citizen.comesIn()
    await citizen.sees(citizen.of('refusals.record-of-death.title'), citizen.of('refusals.record-of-death.next'))
    await citizen.presses(citizen.text('common:buttons.tryAgain'))
    await citizen.sees(citizen.of('refusals.record-of-death.title'))
  })

  describe.concurrent('a signature', () => {
    const bad: [who: string, key: SigningKey, language: 'kk' | 'ru', reason: string][] = [
      ['revoked', 'own', 'kk', 'revoked'],
      ['expired', 'own', 'ru', 'expired'],
      ['foreign', 'own', 'kk', 'other-person'],
      ['found', 'altered', 'ru', 'altered'],
    ]
    test.each(bad)(
      'of %s with the key «%s», in %s, is RF-G4: %s; the next one is good',
      async (who, key, language, reason) => {
        const citizen = aCitizen(who, language)
        await citizen.comesToReview()
        await citizen.confirmsReview()
        expect((await citizen.signs(key)).shown).toBe('refused')
        await seesRefusal(citizen, 'RF-G4', reason, '§11(7)')
        await ledgers.carries(citizen, 'G-46', 'RF-G4')
        expect((await citizen.signs('valid')).shown).toBe('signed')
        await citizen.isRegistered()
      },
    )

    test('that is broken off is no refusal; its link is dead and a new one works once', async () => {
      const citizen = aCitizen('found', 'kk')
      await citizen.comesToReview()
      await citizen.confirmsReview()
      const first = await citizen.signingLink()
      expect((await citizen.cancelsSigning()).shown).toBe('cancelled')
      await citizen.sees(citizen.note('signing-cancelled'))
      const second = await citizen.signingLink()
      expect((await citizen.signsAt(first)).shown).toBe('refused')
      expect((await citizen.signsAt(second)).shown).toBe('signed')
      expect((await citizen.signsAt(second)).shown).toBe('refused')
      await ledgers.of(citizen, lines => {
        expect(lines.filter(({ kind }) => kind === 'signed')).toHaveLength(1)
        expect(lines.filter(({ kind }) => kind === 'registered')).toHaveLength(1)
      })
    })
  })

  describe.concurrent('the provider', () => {
    test.each(languages)('refuses at once, with a paper that says all, in %s', async language => {
      const citizen = aCitizen('refused', language)
      await citizen.comesToReview()
      const registration = await citizen.signsWhatWasReviewed()
      const { number, pdf } = await citizen.receives('refusal')
      const ground = citizen.of('grounds.unreliable-documents')
      await citizen.sees(citizen.of('refusals.RF-G5.title'), number, ground, citizen.of('refusals.RF-G5.next'))
      await citizen.sees(
        citizen.text('common:refusal.complain'),
        citizen.text('common:refusal.law', { law: formatLaw(language, '§11(11)') }),
      )
      const written = (await pdfText(pdf)).replaceAll(/\s+/g, ' ')
      for (const words of [number, registration, citizen.person.name, ground, citizen.of('refusals.RF-G5.law')])
        expect(written).toContain(words)
      for (const words of ['Үлгібаева Сәуле Сынаққызы', 'Шағым', 'Жалоба']) expect(written).toContain(words)
      await ledgers.carries(citizen, 'G-50', 'RF-G5')
    })

    test('refuses after reading the documents, and says why in its own words', async () => {
      const citizen = aCitizen('notFound', 'ru')
      await citizen.comesToDocuments()
      await citizen.givesDocument(asDocument('1.pdf', await pdfOf(1)))
      await citizen.namesWard('Үлгіова Балнұр Сынаққызы', '07.03.2015')
      await citizen.namesNoMoreWards()
      await citizen.choosesDelivery()
      const { id } = await citizen.application(await citizen.signsWhatWasReviewed())
      const explanation = 'На копии не видно печати'
      await citizen.doors.decide(id, { decision: 'refuse', ground: 'requirements-not-met', explanation })
      const { pdf } = await citizen.receives('refusal')
      await citizen.sees(citizen.of('grounds.requirements-not-met'), explanation)
      expect((await pdfText(pdf)).replaceAll(/\s+/g, ' ')).toContain(explanation)
    })
  })
}
