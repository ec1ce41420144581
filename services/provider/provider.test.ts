import { describe, expect, test } from 'vitest'
import type { Iin } from '../../flows/values/iin.ts'
import { createCabinet } from '../cabinet/cabinet.ts'
import type { Fields, Gateway, GatewayMessage } from '../gateway/port.ts'
import { createProvider } from './provider.ts'

/** A gateway that keeps what it is given and always answers the same. */
function recording(answer: Fields) {
  const sent: GatewayMessage[] = []
  const gateway: Gateway = {
    send: async message => {
      sent.push(message)
      return answer
    },
  }
  return { gateway, ids: () => sent.map(({ messageId }) => messageId) }
}
const application = {
  ...{ key: 'case-1', service: 's', iin: '850230490019' as Iin, track: 'manual', documents: [] },
  ...{ request: new Uint8Array(), signature: new Uint8Array() },
}
const official = { name: 'Ә', positionKz: 'б', positionRu: 'р', bodyKz: 'ә', bodyRu: 'а' }

describe('the ids under which messages travel', () => {
  test('one application is one message, however often it is handed over', async () => {
    const { gateway, ids } = recording({
      registrationNumber: 'ЭҮАШ-2026-000001',
      registrationDate: '2026-11-23T10:00:00+05:00',
    })
    const provider = createProvider(gateway)
    expect(await provider.register(application)).toEqual({ number: 'ЭҮАШ-2026-000001', at: '2026-11-23T05:00:00.000Z' })
    await provider.register(application)
    await provider.register({ ...application, key: 'case-2' })
    expect(ids()).toEqual(['case-1', 'case-1', 'case-2'])
  })

  test('each reading of a decision is a message of its own', async () => {
    const { gateway, ids } = recording({ requestId: 'case-1', status: 'IN_REVIEW' })
    const provider = createProvider(gateway)
    expect(await provider.findDecision('n', 'case-1')).toBeUndefined()
    await provider.findDecision('n', 'case-1')
    expect(new Set(ids()).size).toBe(2)
  })

  test('one document of one application is signed by one message', async () => {
    const { gateway, ids } = recording({ signature: 'MAA=' })
    const provider = createProvider(gateway)
    const [first, second] = [new Uint8Array([1]), new Uint8Array([2])]
    for (const document of [first, first, second]) await provider.sign('n', document)
    expect(ids()[0]).toBe(ids()[1])
    expect(ids()[2]).not.toBe(ids()[0])
  })

  test('one delivery to the cabinet is one message', async () => {
    const { gateway, ids } = recording({})
    const message = { key: 'case-1 result', iin: application.iin, titleKk: 'а', titleRu: 'а' }
    for (const _again of [1, 2]) await createCabinet(gateway).deliver(message)
    expect(ids()).toEqual(['case-1 result', 'case-1 result'])
  })
})

test.each([
  ['a state that does not exist', { requestId: 'case-1', status: 'MAYBE' }],
  [
    'a refusal without a ground',
    { requestId: 'case-1', status: 'REFUSED', decisionDate: '2026-11-23T10:00:00Z', official },
  ],
  ['an approval by nobody', { requestId: 'case-1', status: 'APPROVED', decisionDate: '2026-11-23T10:00:00Z' }],
  ['an approval at no time', { requestId: 'case-1', status: 'APPROVED', decisionDate: 'today', official }],
  ['a decision on another application', { requestId: 'case-2', status: 'IN_REVIEW' }],
  ['nothing', {}],
])('%s is a fault, never a decision', async (_name, answer) => {
  const read = createProvider(recording(answer).gateway).findDecision('n', 'case-1')
  await expect(read).rejects.toMatchObject({ name: 'GatewayUnavailable', outcome: 'unknown' })
})

test.each([{}, { signature: '' }, { signature: 'ә' }])('%o is not a signature', async answer => {
  const signing = createProvider(recording(answer).gateway).sign('n', new Uint8Array([1]))
  await expect(signing).rejects.toMatchObject({ name: 'GatewayUnavailable' })
})
