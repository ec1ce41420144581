import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { type Applicant, given } from '../support/journey.ts'
import { lawOf } from '../support/ledgers.ts'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'
import { findPostgres } from '../support/postgres-binaries.ts'
import { findRedis, type RedisServer, startRedis } from '../support/redis.ts'

const missing = [findPostgres() ? '' : 'PostgreSQL', findRedis() ? '' : 'redis-server'].filter(Boolean)
if (missing.length > 0)
  console.warn(`NOT RUN: a killed process on real servers: there is no ${missing.join(' and no ')}`)

/** The stand-in of Telegram forgets its chats with the process; the person and the phone are the same. */
const again = (demo: Demo, { person, language, chat }: Applicant): Applicant =>
  given(demo).aCitizen(person.id, language, { chat: chat.id })

function survives(open: () => Promise<Demo>): void {
  let demo: Demo
  let asked: Applicant
  let signing: Applicant
  let link: string

  beforeAll(async () => {
    demo = await open()
    asked = given(demo).aCitizen('found', 'kk')
    signing = given(demo).aCitizen('twoWards', 'ru')
    await Promise.all([
      asked
        .comesIn()
        .then(() => asked.chooses('personConfirmed', 'correct'))
        .then(() => asked.asked('phone')),
      signing.comesToReview('paper').then(() => signing.confirmsReview()),
    ])
    link = await signing.signingLink()
    await demo.kill()
    await demo.restart()
  }, 180_000)
  afterAll(() => demo?.remove())

  test('a question that was asked is answered after it', async () => {
    const citizen = again(demo, asked)
    await citizen.says('/status')
    await citizen.givesPhone()
    await citizen.confirmsRecord()
    await citizen.choosesDelivery()
    await citizen.signsWhatWasReviewed()
    await citizen.receives('certificate')
  }, 90_000)

  test('a link to sign that was sent is signed after it', async () => {
    const citizen = again(demo, signing)
    await citizen.says('/status')
    await citizen.asked('signature')
    expect((await citizen.signsAt(link)).shown).toBe('signed')
    await citizen.isRegistered()
    await citizen.receives('certificate')
    await citizen.sees(citizen.text('common:result.paper'))
  }, 90_000)

  test('each answer stands on its ledger once', async () => {
    await demo.stop()
    const lines = await demo.ledger()
    const answers = lines
      .filter(({ kind }) => kind === 'answered')
      .map(({ application, ref }) => `${application} ${ref}`)
    expect(new Set(answers).size).toBe(answers.length)
    expect(lines.filter(({ kind }) => kind === 'registered')).toHaveLength(2)
    expect([...lawOf(lines)]).toEqual(expect.arrayContaining(['G-01', 'G-05', 'G-48', 'G-51']))
  })
}

describe('a process killed in the middle, on the embedded database', () => survives(() => startDemo()))

describe.skipIf(missing.length > 0)('a process killed in the middle, on PostgreSQL and Redis', () => {
  let postgres: PostgresServer
  let redis: RedisServer
  afterAll(async () => {
    await postgres?.stop()
    await redis?.stop()
  })
  survives(async () => {
    ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
    return startDemo({ DATABASE_URL: postgres.url, REDIS_URL: redis.url })
  })
})
