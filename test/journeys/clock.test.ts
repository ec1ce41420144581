import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canariesIn } from '../support/canaries.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { type Applicant, doorsOf, given } from '../support/journey.ts'
import { lawOf } from '../support/ledgers.ts'

/** One line of time for all of them: each test lets some of it pass. */
describe('as time passes', { timeout: 60_000 }, () => {
  let demo: Demo
  let locked: Applicant
  let slow: Applicant
  let waiting: Applicant
  let away: Applicant
  let drafting: Applicant
  let link: string
  let awayNumber: string
  const pass = (by: string) => doorsOf(demo).pass(by)

  beforeAll(async () => {
    demo = await startDemo()
    const aCitizen = given(demo).aCitizen
    locked = aCitizen('wrongPassword', 'kk')
    slow = aCitizen('found', 'ru')
    waiting = aCitizen('silent', 'kk')
    away = aCitizen('silent', 'ru')
    drafting = aCitizen('twoWards', 'ru')
    await Promise.all([
      locked
        .starts()
        .then(() => locked.beginsTheService())
        .then(() => locked.agrees())
        .then(() => locked.givesIin()),
      slow.comesToReview().then(() => slow.confirmsReview()),
      waiting
        .comesToReview()
        .then(() => waiting.signsWhatWasReviewed())
        .then(() => waiting.receives('receipt')),
      away.comesToReview().then(async () => {
        awayNumber = await away.signsWhatWasReviewed()
        await away.receives('receipt')
      }),
      drafting.comesIn().then(() => drafting.asked('personConfirmed')),
    ])
    link = await slow.signingLink()
  }, 120_000)
  afterAll(() => demo?.remove())

  test('a password that is wrong five times locks the portal, which is RF-G3 in the chat', async () => {
    let page = await locked.opensThePortal()
    for (const left of [4, 3, 2, 1, 0]) {
      page = await locked.entersOnPortal(page)
      expect([left, page.status]).toEqual([left, 403])
    }
    const back = await locked.leavesThePortal(page)
    expect(back.text).toContain(locked.of('refusals.RF-G3.title'))
    await locked.sees(locked.of('refusals.RF-G3.title'), locked.of('refusals.RF-G3.reasons.locked'))
    expect((await locked.signsIn()).status).toBe(403)
  })

  test('a term of five minutes that was not kept is said once, and the decision still arrives', async () => {
    await pass('PT4M')
    await pass('PT2M')
    await waiting.sees(waiting.note('overdue'))
    await pass('PT1M')
    const told = (await waiting.chat.messages()).filter(({ text }) => text.includes(waiting.note('overdue')))
    expect(told).toHaveLength(1)
    const application = (await doorsOf(demo).applications()).find(({ number }) => number !== awayNumber)
    await doorsOf(demo).decide(application?.id ?? '', { decision: 'approve' })
    await pass('PT1M')
    await waiting.receives('certificate')
  })

  test('a result that is decided while the chat is closed is there when it is opened again', async () => {
    await away.chat.block()
    await doorsOf(demo).decide((await away.application(awayNumber)).id, { decision: 'approve' })
    await pass('PT1M')
    await away.chat.unblock()
    await away.says('/status')
    await away.sees(away.question('result'), away.text('common:result.delivered'))
  })

  test('after fifteen minutes the portal opens again, and a new password can be set', async () => {
    await pass('PT15M')
    await locked.says('/status')
    const page = await locked.opensThePortal()
    const [, register = ''] = /href="([^"]*\/portal\/register[^"]*)"/.exec(page.html) ?? []
    const form = await locked.browser.open(new URL(register.replaceAll('&amp;', '&'), page.url).href)
    const password = 'jana-qupiya-02'
    const signIn = await locked.browser.submit(
      form,
      { iin: locked.person.iin, password, repeat: password },
      '/portal/register',
    )
    const back = await locked.entersOnPortal(signIn, { password })
    expect(back.text).toContain(locked.text('web:signIn.matched.title'))
    await locked.sees(locked.person.name)
  })

  test('a link to sign that is fifteen minutes old signs nothing; a new one does', async () => {
    const screen = await slow.signsAt(link)
    expect(screen.shown).toBe('refused')
    expect(screen.message).toContain(slow.text('signature:link.expired'))
    await slow.says('/status')
    await slow.presses(slow.text('common:buttons.newLink'))
    expect((await slow.signs()).shown).toBe('signed')
    await slow.isRegistered()
    await slow.receives('certificate')
  })

  test('a draft that nobody touched for a week is mentioned, and a week later it is gone with its data', async () => {
    await drafting.chat.skip()
    await pass('P6D')
    expect(
      (await drafting.chat.messages()).filter(({ text }) => text.includes(drafting.note('draft-reminder'))),
    ).toEqual([])
    await pass('P2D')
    await drafting.sees(drafting.note('draft-reminder'))
    await pass('P8D')
    await drafting.sees(drafting.note('draft-expired'))
    await drafting.says('/menu')
    await drafting.presses(drafting.text('common:buttons.cases'))
    const list = await drafting.sees(drafting.text('common:cases.title'))
    expect(list.text).not.toContain(drafting.text('common:status.draft'))
  })

  test('what time did stands on the ledgers', async () => {
    await demo.stop()
    const lines = await demo.ledger()
    const kinds = lines.map(({ kind }) => kind)
    expect(kinds.filter(kind => kind === 'overdue')).toHaveLength([waiting, away].length)
    expect(kinds.filter(kind => kind === 'expired')).toHaveLength([locked, drafting].length)
    expect(canariesIn(await demo.log())).toEqual([])
    expect([...lawOf(lines)]).toEqual(expect.arrayContaining(['T-05', 'RF-G3', 'G-06']))
  })
})
