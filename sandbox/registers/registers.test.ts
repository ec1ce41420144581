import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Iin } from '../../flows/values/iin.ts'
import { createRegisters } from '../../services/registers/registers.ts'
import { type ListeningState, listeningState } from '../../test/support/state-sandbox.ts'

let state: ListeningState
beforeAll(async () => {
  state = await listeningState()
})
afterAll(() => state.close())

describe('ЖТ МДБ', () => {
  const person = (id: string) => state.registers.person(state.person(id).iin, randomUUID())

  test('tells name, birth date and address of a person', async () => {
    const { iin } = state.person('found')
    expect(await person('found')).toEqual({
      outcome: 'found',
      person: {
        ...{ iin, surname: 'Сынақова', name: 'Әсел', patronymic: 'Үлгіқызы', birthDate: '1985-06-17' },
        address: 'Сынақ облысы, Үлгі, Сынақ көшесі, 1',
      },
    })
  })

  test('says that a person has died', async () => {
    expect(await person('deceased')).toMatchObject({ outcome: 'deceased', person: { surname: 'Сынақов' } })
  })

  test('says that it has nobody of this number', async () => {
    expect(await person('absent')).toEqual({ outcome: 'missing' })
    expect(await state.registers.person('850230490099' as Iin, randomUUID())).toEqual({ outcome: 'missing' })
  })
})

describe('the guardianship register', () => {
  const guardianship = (id: string) => state.registers.guardianship(state.person(id).iin, randomUUID())

  test('gives the decision with its wards', async () => {
    expect(await guardianship('twoWards')).toEqual({
      outcome: 'found',
      records: [
        {
          ...{ kind: 'guardian', decisionNumber: '48-ө', decisionDate: '2022-02-21' },
          ...{ bodyKk: 'Үлгі қаласының әкімдігі', bodyRu: 'Акимат города Улги' },
          wards: [
            { fullName: 'Сынақов Әлихан Үлгіұлы', birthDate: '2015-01-30', hasProperty: true },
            { fullName: 'Сынақова Көркем Үлгіқызы', birthDate: '2018-11-07', hasProperty: false },
          ],
        },
      ],
    })
  })

  test('tells custody from guardianship', async () => {
    expect(await guardianship('unregistered')).toMatchObject({ records: [{ kind: 'custodian' }] })
  })

  test('says that it has no record', async () => {
    expect(await guardianship('notFound')).toEqual({ outcome: 'missing' })
  })

  test('is down for one person at first and then up: a fault, never "missing"', async () => {
    const down = { name: 'GatewayRefused', code: 'SCSE003' }
    await expect(guardianship('registerDown')).rejects.toMatchObject(down)
    await expect(guardianship('registerDown')).rejects.toMatchObject(down)
    expect(await guardianship('registerDown')).toMatchObject({ outcome: 'found' })
  })

  test('is down for as long as it is told to be', async () => {
    await state.fault({ method: 'guardianship', times: 1, code: 'SCSE003' })
    await expect(guardianship('found')).rejects.toMatchObject({ code: 'SCSE003' })
    expect(await guardianship('found')).toMatchObject({ outcome: 'found' })
  })
})

test('an answer in another shape is a fault, and so is an answer about another person', async () => {
  const { iin } = state.person('found')
  const other = { iin: state.person('silent').iin, name: 'Ә', birthDate: '1990-01-01', lifeStatus: { code: '0' } }
  for (const answer of [{ persons: { person: other } }, { persons: { person: { iin } } }, { records: 'x' }]) {
    const registers = createRegisters({ gateway: { send: async () => answer }, clock: state.clock, senderCode: 'x' })
    await expect(registers.guardianship(iin, 'q')).rejects.toMatchObject({ name: 'GatewayUnavailable' })
    if ('persons' in answer) await expect(registers.person(iin, 'q')).rejects.toMatchObject({ outcome: 'unknown' })
  }
})
