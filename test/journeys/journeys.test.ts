import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canariesIn } from '../support/canaries.ts'
import { type Demo, type LedgerLine, startDemo } from '../support/demo.ts'
import { Ledgers, lawOf } from '../support/ledgers.ts'
import { conversationJourneys } from './conversation.ts'
import { documentJourneys } from './documents.ts'
import { happyJourneys } from './happy.ts'
import { inputJourneys } from './input.ts'
import { refusalJourneys } from './refusals.ts'
import { resultJourneys } from './result.ts'

const patience = { timeout: 180_000 }
let demo: Demo
const ledgers = new Ledgers()
const stage = { demo: () => demo, ledgers }

beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo?.remove())

describe.concurrent('journeys', patience, () => {
  happyJourneys(stage)
  documentJourneys(stage)
  refusalJourneys(stage)
  inputJourneys(stage)
  conversationJourneys(stage)
  resultJourneys(stage)
})

const range = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${letter}-${String(from + i).padStart(2, '0')}`)

describe('after all journeys', () => {
  let lines: LedgerLine[]
  beforeAll(async () => {
    await demo.stop()
    lines = await demo.ledger()
  })

  test('every ledger is as its journey said', () => {
    expect(ledgers.complaints(lines)).toEqual([])
  })

  test('the ledgers together name every paragraph of the portal route', () => {
    const wanted = [...range('G', 1, 7), ...range('G', 15, 17), ...range('G', 40, 51), 'RF-G3', 'RF-G4', 'RF-G5']
    const named = lawOf(lines)
    expect(wanted.filter(id => !named.has(id))).toEqual([])
  })

  test('no name, number or password of anybody stands in the log', async () => {
    expect(canariesIn(await demo.log())).toEqual([])
  })
})
