import { describe, expect, test } from 'vitest'
import flow from '../../../flows/guardianship-certificate/flow.ts'
import type { Flow } from '../../../flows/vocabulary.ts'
import { clockAt } from '../../../test/support/clock.ts'
import { freshDatabase } from '../../../test/support/database.ts'
import { openOffice } from '../../../test/support/desk.ts'
import { authorityKeys, goOn, openStateOffice, personAt } from '../../../test/support/state-office.ts'
import { iin, otherIin } from '../../../test/support/turns.ts'
import type { Registers } from '../../registers/port.ts'
import { lookUp } from './look-up.ts'

const keys = authorityKeys()
const open = () => openStateOffice(keys())

describe('a register', () => {
  test('is asked about the number that was proved, and its answer is a fact of the case', async () => {
    const office = await open()
    const { chat, iin: own } = await personAt(office, 'found')
    const { state } = await chat.kase()
    expect(state.facts.person).toMatchObject({ outcome: 'found', data: { iin: own, surname: 'Сынақова' } })
    expect((await chat.shown()).at(-1)).toBe('asks personConfirmed')
  })

  test('that has nobody of this number says so', async () => {
    const { chat } = await personAt(await open(), 'absent')
    expect((await chat.kase()).state.facts.person).toMatchObject({ outcome: 'missing' })
    expect((await chat.question()).place.ref).toBe('fullName')
  })

  test('that says a person has died ends the way', async () => {
    const { chat } = await personAt(await open(), 'deceased')
    expect((await chat.kase()).state).toMatchObject({ status: 'halted', halted: { refusal: 'record-of-death' } })
  })

  test('that is down is waited for, told once, and never taken for "missing"', async () => {
    const office = await open()
    const { chat } = await personAt(office, 'registerDown')
    await goOn(office, chat, { kind: 'chose', ref: 'personConfirmed', option: 'correct' }, 'gave a phone')
    expect((await chat.kase()).state).toMatchObject({ pending: { what: 'register', delayed: true } })
    expect((await chat.kase()).state.facts.guardianship).toBeUndefined()
    for (let tries = 0; tries < 4; tries++) {
      office.clock.pass(60_000)
      await office.runner.settled()
    }
    expect((await chat.kase()).state.facts.guardianship).toMatchObject({ outcome: 'found' })
    expect((await chat.shown()).filter(text => text.includes('delayed.register'))).toHaveLength(1)
    expect(office.faults).toEqual([])
  })

  test('whose answer is lost is asked again', async () => {
    const office = await open()
    await office.state.fault({ method: 'person', times: 1, drop: true })
    const { chat } = await personAt(office, 'found')
    office.clock.pass(60_000)
    await office.runner.settled()
    expect((await chat.question()).place.ref).toBe('personConfirmed')
  })
})

/** Notes whom it is asked about. */
function listeningRegisters() {
  const asked: string[] = []
  const answer = async (about: string) => {
    asked.push(about)
    return { outcome: 'missing' } as const
  }
  return { asked, registers: { person: answer, guardianship: answer } satisfies Registers }
}

async function withRegisters(offered: Flow = flow) {
  const { asked, registers } = listeningRegisters()
  const clock = clockAt('2026-11-23T05:00:00.000Z')
  const office = openOffice(await freshDatabase(), {
    clock,
    catalogue: { flows: [offered], history: [] },
    perform: desk => ({ 'look-up': lookUp({ desk, registers, clock }) }),
  })
  return { office, asked, chat: await office.chat().begins() }
}

describe('a register is not asked', () => {
  test('about a number that nobody proved to be his, even when the flow says so', async () => {
    const rash: Flow = { ...flow, steps: flow.steps.filter(({ kind }) => kind !== 'identify') }
    const { office, asked, chat } = await withRegisters(rash)
    await chat.goes('gave the IIN')
    await office.runner.settled()
    expect((await chat.question()).place.ref).toBe('person')
    expect(asked).toEqual([])
    expect(office.faults).toMatchObject([{ err: { name: 'NotProved' } }])
  })

  test('about a number other than the one that was proved', async () => {
    const check = flow.steps.find(({ id }) => id === 'person')
    const other: Flow['steps'][number] = {
      kind: 'ask',
      id: 'other',
      actor: 'applicant',
      format: 'iin',
      law: '§',
      carries: [],
    }
    const steps = flow.steps.flatMap((step): Flow['steps'] =>
      step === check && check.kind === 'check' ? [other, { ...check, by: 'other' }] : [step],
    )
    const { office, asked, chat } = await withRegisters({ ...flow, steps })
    await chat.goes('gave the IIN', 'signed in', { kind: 'typed', text: otherIin })
    await office.runner.settled()
    expect(asked).toEqual([])
    expect(office.faults).toMatchObject([{ err: { name: 'NotProved' } }])
    await chat.goes({ kind: 'changes', ref: 'other' }, { kind: 'typed', text: iin })
    office.clock.pass(2_000)
    await office.runner.settled()
    expect(asked).toEqual([iin])
  })

  test('for a case that has moved on or was erased', async () => {
    const { office, asked, chat } = await withRegisters()
    await chat.goes('gave the IIN', 'signed in', { kind: 'changes', ref: 'iin' }, { kind: 'typed', text: otherIin })
    await office.runner.settled()
    await chat.goes({ kind: 'identified', iin: otherIin, name: 'Ә' }, { kind: 'deletes' })
    await office.runner.settled()
    expect(asked).toEqual([])
    expect(office.faults).toEqual([])
    expect(await office.database.query("select from effect where kind = 'look-up' and status <> 'done'")).toEqual([])
  })
})
