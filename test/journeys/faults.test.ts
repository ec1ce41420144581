import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canariesIn } from '../support/canaries.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { type Applicant, doorsOf, given } from '../support/journey.ts'

/** How often the chat says this. */
const times = async ({ chat }: Applicant, words: string) =>
  (await chat.messages()).filter(({ text }) => text.includes(words)).length

/** Faults of the stand-ins hit whoever comes next, so one journey meets them at a time. */
describe('while something around is down', { timeout: 90_000 }, () => {
  let demo: Demo
  let signing: Applicant
  let lost: Applicant
  let silent: Applicant
  let late: Applicant
  let patient: Applicant

  beforeAll(async () => {
    demo = await startDemo()
    const aCitizen = given(demo).aCitizen
    signing = aCitizen('found', 'kk')
    lost = aCitizen('found', 'ru')
    silent = aCitizen('twoWards', 'kk')
    late = aCitizen('twoWards', 'ru')
    patient = aCitizen('registerDown', 'ru')
    await Promise.all([
      ...[signing, lost, silent, late].map(citizen => citizen.comesToReview().then(() => citizen.confirmsReview())),
      patient.comesIn().then(() => patient.confirmsPersonAndPhone()),
    ])
  }, 120_000)
  afterAll(() => demo?.remove())

  test('a signature is kept while revocation cannot be checked, and accepted when it can', async () => {
    await doorsOf(demo).revocationList('unreachable')
    expect((await signing.signs()).shown).toBe('signed')
    await signing.sees(signing.note('delayed.signature'))
    expect(await doorsOf(demo).applications()).toEqual([])
    await doorsOf(demo).revocationList('none')
    await signing.isRegistered()
    await signing.receives('certificate')
    expect(await times(signing, signing.note('delayed.signature'))).toBe(1)
  })

  test('a request whose registration got no answer is registered once', async () => {
    const before = (await doorsOf(demo).applications()).length
    await doorsOf(demo).registersFail({ method: 'register', times: 2, drop: true })
    await lost.signs()
    await lost.isRegistered()
    await lost.receives('certificate')
    expect(await doorsOf(demo).applications()).toHaveLength(before + 1)
  })

  test('a gateway that is down at registration is waited for: told once, then the number', async () => {
    await doorsOf(demo).registersFail({ method: 'register', times: 3, code: 'SCSE003' })
    await silent.signs()
    await silent.sees(silent.note('delayed.registration'))
    await silent.isRegistered()
    await silent.receives('certificate')
    expect(await times(silent, silent.note('delayed.registration'))).toBe(1)
  })

  test('a provider that cannot sign the result, and a cabinet that is down, delay it and lose nothing', async () => {
    await doorsOf(demo).registersFail({ method: 'sign', times: 2, code: 'SCSE003' })
    await doorsOf(demo).registersFail({ method: 'cabinet', times: 2, status: 500 })
    await late.signs()
    await late.sees(late.note('delayed.paper'))
    const { number } = await late.receives('certificate')
    expect(await times(late, late.text('common:papers.certificate', { number }))).toBe(1)
  })

  test('a register that does not answer at first is waited for: told once, and it goes on by itself', async () => {
    await patient.sees(patient.note('delayed.register'))
    await patient.asked('recordConfirmed')
    expect(await times(patient, patient.note('delayed.register'))).toBe(1)
    await patient.confirmsRecord()
    await patient.choosesDelivery()
  })

  test.concurrent('a register that is down is never taken for "not found"', async () => {
    const citizen = given(demo).aCitizen('found', 'kk')
    await doorsOf(demo).registersFail({ method: 'person', times: 2, code: 'SCSE003' })
    await citizen.comesIn()
    await citizen.sees(citizen.note('delayed.register'))
    await citizen.says('Сынақова Әсел')
    await citizen.sees(citizen.note('not-typed.check'))
    await citizen.sees(citizen.person.name)
    expect(await times(citizen, citizen.question('fullName'))).toBe(0)
  })

  test.concurrent('a Telegram that is too busy, broken or away delays messages and loses none', async () => {
    const citizen = given(demo).aCitizen('found', 'ru')
    const fails = (fault: object) =>
      doorsOf(demo).telegramFails({ method: 'sendMessage', chat: citizen.chat.id, ...fault })
    await citizen.starts()
    await fails({ status: 429, retryAfter: 1 })
    await citizen.presses(citizen.text('common:buttons.services'))
    await citizen.sees(citizen.text('common:services.title'))
    await fails({ status: 502, times: 2 })
    await citizen.presses(citizen.of('title'))
    await citizen.sees(citizen.of('about'))
    await fails({ drop: 'before' })
    await citizen.presses(citizen.text('common:buttons.begin'))
    await citizen.asked('consent')
    await citizen.agrees()
  })

  test("what went wrong is in the log, without anybody's name or number", async () => {
    const log = await demo.log()
    expect(log).toContain('a revocation list could not be had')
    expect(canariesIn(log)).toEqual([])
  })
})
