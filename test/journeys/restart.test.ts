import { describe, expect, test } from 'vitest'
import { canariesIn } from '../support/canaries.ts'
import { type Demo, type LedgerLine, startDemo } from '../support/demo.ts'
import { type Applicant, given } from '../support/journey.ts'
import { lawOf } from '../support/ledgers.ts'
import { startPostgres } from '../support/postgres.ts'
import { findPostgres } from '../support/postgres-binaries.ts'
import { findRedis, startRedis } from '../support/redis.ts'

const missing = [findPostgres() ? '' : 'PostgreSQL', findRedis() ? '' : 'redis-server'].filter(Boolean)
if (missing.length > 0)
  console.warn(`NOT RUN: a killed process on real servers: there is no ${missing.join(' and no ')}`)

/** The stand-in of Telegram forgets its chats with the process; the person and the phone are the same. */
const again = (demo: Demo, { person, language, chat }: Applicant): Applicant =>
  given(demo).aCitizen(person.id, language, { chat: chat.id })

async function survives(demo: Demo): Promise<void> {
  const asked = given(demo).aCitizen('found', 'kk')
  const signing = given(demo).aCitizen('twoWards', 'ru')
  await Promise.all([
    asked
      .comesIn()
      .then(() => asked.chooses('personConfirmed', 'correct'))
      .then(() => asked.asked('phone')),
    signing.comesToReview('paper').then(() => signing.confirmsReview()),
  ])
  const link = await signing.signingLink()
  await demo.kill()
  await demo.restart()
  await Promise.all([goesOn(again(demo, asked)), signsAt(again(demo, signing), link)])
  await demo.stop()
  isWhole(await demo.ledger())
  expect(canariesIn(await demo.log())).toEqual([])
}

/** A question that was asked before is answered after it. */
async function goesOn(citizen: Applicant): Promise<void> {
  await citizen.says('/status')
  await citizen.givesPhone()
  await citizen.confirmsRecord()
  await citizen.choosesDelivery()
  await citizen.signsWhatWasReviewed()
  await citizen.receives('certificate')
}

/** A link to sign that was sent before is signed after it. */
async function signsAt(citizen: Applicant, link: string): Promise<void> {
  await citizen.says('/status')
  await citizen.asked('signature')
  expect((await citizen.signsAt(link)).shown).toBe('signed')
  await citizen.isRegistered()
  await citizen.receives('certificate')
  await citizen.sees(citizen.text('common:result.paper'))
}

function isWhole(lines: readonly LedgerLine[]): void {
  const answers = lines.filter(({ kind }) => kind === 'answered').map(({ application, ref }) => `${application} ${ref}`)
  expect(new Set(answers).size).toBe(answers.length)
  expect(lines.filter(({ kind }) => kind === 'registered')).toHaveLength(2)
  expect([...lawOf(lines)]).toEqual(expect.arrayContaining(['G-01', 'G-05', 'G-48', 'G-51']))
}

describe.concurrent('a process killed in the middle goes on where it was', { timeout: 180_000 }, () => {
  test('on the embedded database', async () => {
    const demo = await startDemo()
    await survives(demo).finally(demo.remove)
  })

  test.skipIf(missing.length > 0)('on PostgreSQL and Redis', async () => {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
    const demo = await startDemo({ DATABASE_URL: postgres.url, REDIS_URL: redis.url })
    await survives(demo).finally(async () => {
      await demo.remove()
      await Promise.all([postgres.stop(), redis.stop()])
    })
  })
})
