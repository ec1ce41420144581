import nock from 'nock'
import { afterEach, describe, expect, test } from 'vitest'
import { handClock } from '../../test/support/state-sandbox.ts'
import { createGateway } from './gateway.ts'
import { GatewayRefused, GatewayUnavailable } from './port.ts'

const host = 'http://gateway.test'
const messageId = 'ccb1010b-8446-4937-913f-c87a717f6809'
const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const types = 'http://bip.bee.kz/SyncChannel/v10/Types'

const gateway = createGateway({ url: `${host}/channel`, senderId: 'tereze', password: '<&">', clock: handClock() })
const ask = (timeoutMs = 2000) =>
  gateway.send({ serviceId: 'GBDFL_UniversalServiceSync', messageId, data: { iin: '850230490015' }, timeoutMs })

interface Answer {
  code?: string
  correlationId?: string
  data?: string
  namespace?: string
}
const answer = ({
  code = 'SCSS001',
  correlationId = messageId,
  data = '<ok>иә</ok>',
  namespace = types,
}: Answer = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="${soap}"><S:Body>
<ns2:SendMessageResponse xmlns:ns2="${namespace}"><response><responseInfo>
<messageId>0b2c5ac6-6a3c-4bb4-9c3a-9a1b7d1d0a11</messageId><correlationId>${correlationId}</correlationId>
<responseDate>2026-11-23T10:00:00.000+05:00</responseDate><status><code>${code}</code><message>m</message></status>
</responseInfo><responseData><data>${data}</data></responseData></response></ns2:SendMessageResponse></S:Body></S:Envelope>`
const fault = `<S:Envelope xmlns:S="${soap}"><S:Body><S:Fault><faultcode>S:Server</faultcode><faultstring>x</faultstring>
<detail><e:ErrorInfo xmlns:e="${types}"><errorCode>SCSE003</errorCode></e:ErrorInfo></detail></S:Fault></S:Body></S:Envelope>`

afterEach(() => nock.cleanAll())
const recorded = (status: number, body: string) =>
  nock(host).post('/channel').reply(status, body, { 'content-type': 'text/xml' })
const unknown = { name: 'GatewayUnavailable', outcome: 'unknown' }

describe('a message of SyncChannel v10', () => {
  test('carries its id, service and sender unqualified, its data in the namespace of interfaces, and escapes text', async () => {
    let sent = ''
    nock(host)
      .post('/channel', body => {
        sent = body
        return true
      })
      .reply(200, answer())
    expect(await ask()).toEqual({ ok: 'иә' })
    expect(sent).toContain(`<request><requestInfo><messageId>${messageId}</messageId>`)
    expect(sent).toContain('<sender><senderId>tereze</senderId><password>&lt;&amp;&quot;&gt;</password></sender>')
    expect(sent).toContain(
      'xmlns:int="http://bip.bee.kz/SyncChannel/v10/Interfaces"><iin>850230490015</iin></int:data>',
    )
  })

  test('gets elements of one name as a list and single ones as they are', async () => {
    recorded(200, answer({ data: '<a><b>1</b><b>2</b></a><c/>' }))
    expect(await ask()).toEqual({ a: { b: ['1', '2'] }, c: '' })
  })

  test('keeps an id that is a UUID and derives one, always the same, from any other', async () => {
    const ids: string[] = []
    const reply = (_uri: string, body: nock.Body) => {
      const id = /<messageId>([^<]+)/.exec(String(body))?.[1] ?? ''
      ids.push(id)
      return answer({ correlationId: id })
    }
    nock(host).post('/channel').times(3).reply(200, reply)
    for (const [serviceId, id] of [
      ['A', 'case 7/request'],
      ['A', 'case 7/request'],
      ['B', 'case 7/request'],
    ] as const)
      await gateway.send({ serviceId, messageId: id, data: {} })
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })
})

describe('an answer that tells nothing of the outcome is unknown, never "not found"', () => {
  test.each([
    ['truncated', answer().slice(0, 400)],
    ['of another namespace', answer({ namespace: 'http://bip.bee.kz/SyncChannel/v9/Types' })],
    ['to another message', answer({ correlationId: '11111111-1111-4111-8111-111111111111' })],
    ['with a document type', answer().replace('?>', '?><!DOCTYPE S:Envelope>')],
    ['with an entity of its own', answer().replace('?>', '?><!DOCTYPE S:Envelope [<!ENTITY x "y">]>')],
    ['with a document type in lower case', answer().replace('?>', '?><!doctype S:Envelope>')],
    ['without a status', answer().replace(/<status>.*<\/status>/, '')],
    ['with text between elements', answer({ data: '<a>text<b/></a>' })],
    ['nested without end', answer({ data: '<a>'.repeat(100) + '</a>'.repeat(100) })],
    ['not XML', 'Service Unavailable'],
    ['empty', ''],
  ])('%s', async (_name, body) => {
    recorded(200, body)
    await expect(ask()).rejects.toMatchObject(unknown)
  })

  test('broken off in the middle of a character', async () => {
    nock(host)
      .post('/channel')
      .reply(200, Buffer.concat([Buffer.from(answer()), Buffer.from([0xd1])]))
    await expect(ask()).rejects.toMatchObject(unknown)
  })

  test('larger than anything that a register sends', async () => {
    recorded(200, answer({ data: `<a>${'x'.repeat(17 * 1024 * 1024)}</a>` }))
    await expect(ask()).rejects.toMatchObject({ ...unknown, message: expect.stringContaining('broke off') })
  })

  test('of a proxy with HTTP 404', async () => {
    recorded(404, 'no')
    await expect(ask()).rejects.toMatchObject(unknown)
  })

  test('not there within the time allowed, and asked only once', async () => {
    const scope = nock(host).post('/channel').delay(300).reply(200, answer())
    await expect(ask(60)).rejects.toMatchObject(unknown)
    expect(scope.isDone()).toBe(true)
    expect(nock.pendingMocks()).toEqual([])
  })
})

describe('an answer that says no', () => {
  test.each(['SCSE001', 'SCSE002', 'SCSE003'])('status %s is a refusal with that code', async code => {
    recorded(200, answer({ code }))
    const refusal = await ask().catch(error => error)
    expect(refusal).toBeInstanceOf(GatewayRefused)
    expect(refusal.code).toBe(code)
  })

  test('a SOAP fault with HTTP 500 is a refusal with the code of the channel', async () => {
    recorded(500, fault)
    await expect(ask()).rejects.toMatchObject({ name: 'GatewayRefused', code: 'SCSE003' })
  })
})

describe('a message that was not processed is sent again unchanged', () => {
  test('after HTTP 503, 502 and 504, with the same id', async () => {
    const bodies: string[] = []
    const record = (body: string) => bodies.push(body) > 0
    for (const status of [503, 502]) nock(host).post('/channel', record).reply(status)
    nock(host).post('/channel', record).reply(200, answer())
    expect(await ask()).toEqual({ ok: 'иә' })
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies).size).toBe(1)
  })

  test('after a connection that was refused; then it is certain that nothing was sent', async () => {
    const refusedConnection = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
    let tries = 0
    const unreachable = createGateway({
      ...{ url: `${host}/channel`, senderId: 'a', password: 'b', clock: handClock() },
      fetch: async () => {
        tries += 1
        throw refusedConnection
      },
    })
    const failed = await unreachable.send({ serviceId: 'A', messageId, data: {} }).catch(error => error)
    expect(failed).toBeInstanceOf(GatewayUnavailable)
    expect(failed.outcome).toBe('not-sent')
    expect(tries).toBe(3)
  })

  test('but not after a connection that broke: it may have been processed', async () => {
    nock(host)
      .post('/channel')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    nock(host).post('/channel').reply(200, answer())
    await expect(ask()).rejects.toMatchObject(unknown)
    expect(nock.pendingMocks()).toHaveLength(1)
  })
})

test('no error repeats what was sent or answered', async () => {
  recorded(200, answer({ data: '<a>850230490015<b/></a>' }))
  const error = await ask().catch((fault: Error) => fault)
  expect(JSON.stringify([String(error), String((error as Error).cause), (error as Error).stack])).not.toContain(
    '850230490015',
  )
})
