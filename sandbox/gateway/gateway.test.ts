import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '../../services/gateway/gateway.ts'
import { type ListeningState, listeningState, postJson } from '../../test/support/state-sandbox.ts'

let state: ListeningState
beforeAll(async () => {
  state = await listeningState()
})
afterAll(() => state.close())

const post = (body: string, type = 'text/xml') =>
  fetch(`${state.url}/sandbox/gateway`, { method: 'POST', headers: { 'content-type': type }, body })
const message = (changes: Record<string, string> = {}) => {
  const template = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
<t:SendMessage xmlns:t="http://bip.bee.kz/SyncChannel/v10/Types"><request><requestInfo><messageId>${randomUUID()}</messageId>
<serviceId>GuardianshipRecordByIin</serviceId><messageDate>2026-11-23T05:00:00Z</messageDate>
<sender><senderId>tereze</senderId><password>gateway-password</password></sender></requestInfo><requestData>
<i:data xmlns:i="http://bip.bee.kz/SyncChannel/v10/Interfaces"><messageId>1</messageId><senderCode>a</senderCode><iin>1</iin></i:data>
</requestData></request></t:SendMessage></e:Body></e:Envelope>`
  return Object.entries(changes).reduce((text, [from, to]) => text.replaceAll(from, to), template)
}

describe('the stand-in of the gateway', () => {
  test('answers a message that keeps to the contract', async () => {
    const response = await post(message())
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<code>SCSS001</code>')
  })

  test.each([
    ['another namespace of types', { 'v10/Types': 'v9/Types' }],
    ['another namespace of data', { 'v10/Interfaces': 'v10/Types' }],
    ['another SOAP', { 'schemas.xmlsoap.org/soap/envelope/': 'www.w3.org/2003/05/soap-envelope' }],
    ['a qualified request', { '<request>': '<t:request>', '</request>': '</t:request>' }],
    ['a messageId that is no UUID', { '<messageId>': '<messageId>x' }],
    ['a date that is none', { '2026-11-23T05:00:00Z': 'yesterday' }],
    ['a wrong password', { 'gateway-password': 'gateway-passwort' }],
    ['an unknown sender', { '<senderId>tereze': '<senderId>nobody' }],
    ['a service that does not exist', { GuardianshipRecordByIin: 'Nothing' }],
    ['a document type', { '<e:Envelope ': '<!DOCTYPE e><e:Envelope ' }],
    ['no end', { '</e:Envelope>': '' }],
  ])('answers %s with a fault', async (_name, changes: Record<string, string>) => {
    const response = await post(message(changes))
    expect(response.status).toBe(500)
    expect(await response.text()).toMatch(/<soap:Fault>.*<errorCode>SCSE00[12]</)
  })

  test('does not take anything but XML', async () => {
    expect((await post(message(), 'application/json')).status).toBe(415)
  })

  test('says what is wrong with a fault that it cannot play', async () => {
    const response = await postJson(`${state.url}/sandbox/registers/faults`, { method: 'everything', times: 0 })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ problems: [{ path: ['method'] }, { path: ['times'] }] })
  })
})

describe('faults of the line, seen by the client', () => {
  const ask = (messageId: string, timeoutMs = 2000) =>
    state.gateway.send({
      ...{ serviceId: 'GuardianshipRecordByIin', messageId, timeoutMs },
      data: { messageId: '1', senderCode: 'a', iin: state.person('found').iin },
    })

  test('HTTP 503 twice is got over without telling anybody', async () => {
    await state.fault({ method: 'guardianship', times: 2, status: 503 })
    expect(await ask(randomUUID())).toHaveProperty('records')
  })

  test('HTTP 503 all the time is "not sent"', async () => {
    await state.fault({ method: '*', times: 3, status: 503 })
    await expect(ask(randomUUID())).rejects.toMatchObject({ name: 'GatewayUnavailable', outcome: 'not-sent' })
  })

  test('an answer later than the time allowed is unknown', async () => {
    await state.fault({ method: 'guardianship', times: 1, delayMs: 200 })
    await expect(ask(randomUUID(), 50)).rejects.toMatchObject({ name: 'GatewayUnavailable', outcome: 'unknown' })
  })

  test('a lost answer is unknown, and the same message gets the same answer', async () => {
    const messageId = randomUUID()
    await state.fault({ method: 'guardianship', times: 1, drop: true })
    await expect(ask(messageId)).rejects.toMatchObject({ name: 'GatewayUnavailable', outcome: 'unknown' })
    const [second, third] = [await ask(messageId), await ask(messageId)]
    expect(third).toEqual(second)
    expect((await ask(randomUUID())).requestId).not.toEqual(second.requestId)
  })

  test('a wrong password is a refusal', async () => {
    const stranger = createGateway({
      url: `${state.url}/sandbox/gateway`,
      senderId: 'tereze',
      password: 'x',
      clock: state.clock,
    })
    const refused = stranger.send({ serviceId: 'GuardianshipRecordByIin', messageId: randomUUID(), data: {} })
    await expect(refused).rejects.toMatchObject({ name: 'GatewayRefused', code: 'SCSE001' })
  })

  test('nobody at the address is "not sent"', async () => {
    const gone = await listeningState()
    await gone.close()
    const nowhere = createGateway({ url: gone.url, senderId: 'a', password: 'b', clock: state.clock })
    const refused = nowhere.send({ serviceId: 'A', messageId: randomUUID(), data: {} })
    await expect(refused).rejects.toMatchObject({ name: 'GatewayUnavailable', outcome: 'not-sent' })
  })
})
