import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getJson, type ListeningState, listeningState, postForm, postJson } from '../../test/support/state-sandbox.ts'

let state: ListeningState
let signed = 0
beforeAll(async () => {
  state = await listeningState({
    signResult: async document => {
      signed += 1
      return new Uint8Array([0x30, ...document.slice(0, 3)])
    },
  })
})
afterAll(() => state.close())

const application = (id: string, track: string, key = randomUUID() as string) => ({
  ...{ key, service: 'guardianship-certificate', iin: state.person(id).iin, track },
  request: new TextEncoder().encode('Өтініш: «ә ғ қ» <b>'),
  signature: new Uint8Array([1, 2, 3]),
  documents: [{ name: 'шешім.pdf', type: 'application/pdf', bytes: new Uint8Array([0x25, 0x50, 0xff, 0x00]) }],
})
/** Registered, with what the provider knows it by. */
async function registered(id: string, track: string) {
  const one = application(id, track)
  return { key: one.key, ...(await state.provider.register(one)) }
}
const applications = () => getJson<{ id: string; number: string }[]>(`${state.url}/sandbox/provider/applications`)
const idOf = async (number: string) => (await applications()).find(listed => listed.number === number)?.id ?? ''
const door = async (number: string) => `${state.url}/sandbox/provider/applications/${await idOf(number)}`

describe('registration in the regional gateway', () => {
  test('gives a number of the year', async () => {
    const registration = await state.provider.register(application('found', 'automatic'))
    expect(registration).toEqual({ number: expect.stringMatching(/^ЭҮАШ-2026-\d{6}$/), at: state.clock.now() })
  })

  test('of one application happens once, also when the answer was lost', async () => {
    const twice = application('notFound', 'manual', 'a key that is no UUID')
    const before = (await applications()).length
    await state.fault({ method: 'register', times: 1, drop: true })
    await expect(state.provider.register(twice)).rejects.toMatchObject({ outcome: 'unknown' })
    const second = await state.provider.register(twice)
    expect(await state.provider.register(twice)).toEqual(second)
    expect(await applications()).toHaveLength(before + 1)
  })
})

describe('on the five-minute track the decision is there at once', () => {
  test('approval', async () => {
    const { number, key } = await registered('found', 'automatic')
    expect(await state.provider.findDecision(number, key)).toMatchObject({
      outcome: 'approve',
      at: state.clock.now(),
      signer: { bodyKk: 'Үлгі қаласының әкімдігі', bodyRu: 'Акимат города Улги' },
    })
  })

  test('refusal with its ground', async () => {
    const { number, key } = await registered('refused', 'automatic')
    expect(await state.provider.findDecision(number, key)).toMatchObject({
      outcome: 'refuse',
      ground: 'unreliable-documents',
    })
  })

  test('but the silent provider says nothing', async () => {
    const { number, key } = await registered('silent', 'automatic')
    expect(await state.provider.findDecision(number, key)).toBeUndefined()
  })
})

describe('on the other track a person decides', () => {
  test('by the door, once', async () => {
    const { number, key } = await registered('notFound', 'manual')
    expect(await state.provider.findDecision(number, key)).toBeUndefined()
    expect((await postJson(await door(number), { decision: 'approve' })).status).toBe(200)
    await postJson(await door(number), { decision: 'refuse', ground: 'requirements-not-met' })
    expect(await state.provider.findDecision(number, key)).toMatchObject({ outcome: 'approve' })
  })

  test('on the page, with a ground and an explanation', async () => {
    const { number, key } = await registered('notFound', 'manual')
    const form = { decision: 'refuse', ground: 'requirements-not-met', explanation: 'Шешім оқылмайды', lang: 'ru' }
    const response = await postForm(await door(number), form)
    expect(new URL(response.headers.get('location') ?? '', response.url).href).toBe(
      `${state.url}/sandbox/provider?lang=ru`,
    )
    expect(await state.provider.findDecision(number, key)).toMatchObject({
      ...{ outcome: 'refuse', ground: 'requirements-not-met', explanation: 'Шешім оқылмайды' },
    })
  })

  test('who reads the request and the documents in either language', async () => {
    const { number } = await registered('absent', 'manual')
    const kazakh = await (await fetch(`${state.url}/sandbox/provider`)).text()
    const russian = await (await fetch(`${state.url}/sandbox/provider?lang=ru`)).text()
    expect(kazakh).toContain('Өтініш: «ә ғ қ» &lt;b&gt;')
    expect(kazakh).toContain('Құжаттар немесе олардағы деректер анық емес')
    expect(russian).toContain('Документы или сведения в них недостоверны')
    const document = await fetch(`${await door(number)}/documents/0`)
    expect(document.headers.get('content-type')).toBe('application/pdf')
    expect(new Uint8Array(await document.arrayBuffer())).toEqual(new Uint8Array([0x25, 0x50, 0xff, 0x00]))
    expect((await fetch(`${await door(number)}/documents/7`)).status).toBe(404)
  })

  test('who reads what each document is and whose, while programs get the names of the wire', async () => {
    const answers = { 'wards.2.name': 'Ә', 'wards.5.name': 'Б' }
    const document = (name: string) => ({ name, type: 'application/pdf', bytes: new Uint8Array([1]) })
    const names = ['appointmentDecision-1', 'appointmentDecision-2', 'wards.5.birthCertificate-1']
    const { number } = await state.provider.register({
      ...application('notFound', 'manual'),
      request: new TextEncoder().encode(JSON.stringify({ answers })),
      documents: names.map(document),
    })
    const kazakh = await (await fetch(`${state.url}/sandbox/provider`)).text()
    expect(kazakh).toContain('>Бала 2: Баланың туу туралы куәлігінің көшірмесі<')
    const russian = await (await fetch(`${state.url}/sandbox/provider?lang=ru`)).text()
    expect(russian).toContain('>Копия решения о назначении опекуна или попечителя · 2<')
    const listed = await getJson<{ number: string; documents: { name: string }[] }[]>(
      `${state.url}/sandbox/provider/applications`,
    )
    expect(listed.find(one => one.number === number)?.documents.map(({ name }) => name)).toEqual(names)
  })

  test.each([{ decision: 'perhaps' }, { decision: 'refuse', ground: 'mood' }])(
    'an unknown decision is 400: %o',
    async body => {
      const { number, key } = await registered('notFound', 'manual')
      expect((await postJson(await door(number), body)).status).toBe(400)
      expect(await state.provider.findDecision(number, key)).toBeUndefined()
    },
  )

  test('and an application that does not exist is 404', async () => {
    const missing = `${state.url}/sandbox/provider/applications/no`
    expect((await postJson(missing, { decision: 'approve' })).status).toBe(404)
    await expect(state.provider.findDecision('ЭҮАШ-2026-999999', 'nobody')).rejects.toMatchObject({ code: 'SCSE002' })
  })
})

describe('the signature of the authorised person', () => {
  test('is made over the bytes given, once for each document', async () => {
    const { number } = await registered('found', 'automatic')
    const before = signed
    const document = new Uint8Array([7, 8, 9, 10])
    expect(await state.provider.sign(number, document)).toEqual(new Uint8Array([0x30, 7, 8, 9]))
    await state.provider.sign(number, document)
    expect(signed).toBe(before + 1)
    expect(await state.provider.sign(number, new Uint8Array([1, 1, 1]))).toEqual(new Uint8Array([0x30, 1, 1, 1]))
  })

  test('is not given before a decision', async () => {
    const { number } = await registered('silent', 'automatic')
    await expect(state.provider.sign(number, new Uint8Array([1]))).rejects.toMatchObject({ code: 'SCSE002' })
  })
})
