import { describe, expect, test } from 'vitest'
import { requestBytes } from '../../../flows/engine/review.ts'
import flow from '../../../flows/guardianship-certificate/flow.ts'
import type { Chat } from '../../../test/support/desk.ts'
import { pdfOf } from '../../../test/support/documents.ts'
import {
  anHourPasses,
  authorityKeys,
  goOn,
  openStateOffice,
  personAt,
  type StateOffice,
  signAt,
} from '../../../test/support/state-office.ts'
import { register } from './provide.ts'

const keys = authorityKeys()
const confirms = (ref: string) => ({ kind: 'chose', ref, option: 'correct' }) as const

/** On the automatic track, waiting to be registered unless a fault keeps the provider from answering. */
async function submitted(office: StateOffice, id = 'found'): Promise<Chat> {
  const { chat } = await personAt(office, id)
  await goOn(
    office,
    chat,
    confirms('personConfirmed'),
    'gave a phone',
    confirms('recordConfirmed'),
    'wants it electronic',
  )
  await signAt(office, chat)
  return chat
}

describe('the signed request', () => {
  test('is handed over as it was signed, and registered', async () => {
    const office = await openStateOffice(keys())
    const chat = await submitted(office)
    const [application, ...others] = office.state.state.applications.list()
    const { id, state } = await chat.kase()
    expect(others).toEqual([])
    expect(application).toMatchObject({ requestId: id, service: flow.id, track: 'automatic', documents: [] })
    expect(Buffer.from(application?.request ?? [])).toEqual(Buffer.from(requestBytes(flow, state)))
    expect(Buffer.from(application?.signature ?? []).toString()).toBe('signature')
    expect(state.registered?.number).toBe(application?.number)
  })

  test('is registered once however often the answer is lost', async () => {
    const office = await openStateOffice(keys())
    await office.state.fault({ method: 'register', times: 3, drop: true })
    const chat = await submitted(office)
    expect((await chat.kase()).state).toMatchObject({ status: 'submitted', pending: { delayed: true } })
    await anHourPasses(office)
    expect(office.state.state.applications.list()).toHaveLength(1)
    expect((await chat.kase()).state.status).toBe('issued')
    expect((await chat.shown()).filter(text => text.includes('delayed.registration'))).toHaveLength(1)
  })

  test('is registered once when it is handed over twice at the same moment', async () => {
    const office = await openStateOffice(keys())
    await office.state.fault({ method: 'register', times: 1, code: 'SCSE003' })
    const chat = await submitted(office)
    const { id, state } = await chat.kase()
    const { desk, clock, files } = office
    const effect = {
      ...{ id: 1, token: 1, queue: 'q', kind: 'register', application: id, key: 'k', tries: 1, unknown: 0 },
      payload: Buffer.from(JSON.stringify({ key: state.pending?.key })),
    }
    const perform = register({ desk, files, provider: office.state.provider, clock })
    await Promise.all([perform(effect), perform(effect), perform(effect)])
    expect(office.state.state.applications.list()).toHaveLength(1)
    expect(await office.database.query("select from ledger where kind = 'registered'")).toHaveLength(1)
  })

  test('takes its documents along', async () => {
    const office = await openStateOffice(keys())
    const pdf = await pdfOf(2)
    office.inbox.set('f1', pdf)
    const { chat } = await personAt(office, 'notFound')
    await goOn(office, chat, confirms('personConfirmed'), 'gave a phone')
    await goOn(office, chat, { kind: 'sent-files', files: [{ source: 'telegram', id: 'f1' }] })
    await goOn(office, chat, 'named a ward', 'named all wards', 'wants it electronic')
    await signAt(office, chat)
    const [application] = office.state.state.applications.list()
    expect(application?.track).toBe('manual')
    expect(application?.documents.map(({ name, type }) => ({ name, type }))).toEqual([
      { name: 'appointmentDecision-1', type: 'application/pdf' },
    ])
    expect(Buffer.from(application?.documents[0]?.bytes ?? [])).toEqual(pdf)
  })

  test('is never handed over without a signature', async () => {
    const unsigned = { ...flow, steps: flow.steps.filter(({ kind }) => kind !== 'sign') }
    const office = await openStateOffice(keys(), { catalogue: { flows: [unsigned], history: [] } })
    const { chat } = await personAt(office, 'found')
    await goOn(
      office,
      chat,
      confirms('personConfirmed'),
      'gave a phone',
      confirms('recordConfirmed'),
      'wants it electronic',
    )
    await goOn(office, chat, 'confirmed the review')
    expect((await chat.question()).place.ref).toBe('request')
    expect(office.state.state.applications.list()).toEqual([])
    expect(office.faults).toMatchObject([{ err: { name: 'NotSigned' } }])
  })
})

describe('the decision', () => {
  test('brings the certificate to the chat and to the cabinet, once each', async () => {
    const office = await openStateOffice(keys())
    const chat = await submitted(office)
    await anHourPasses(office)
    const { state } = await chat.kase()
    expect(state).toMatchObject({ status: 'issued', delivered: true })
    const papers = (await chat.shown()).filter(text => text.startsWith('paper '))
    const numbers = [state.papers.receipt?.number, state.papers.certificate?.number]
    for (const number of numbers) expect(papers.filter(text => text === `paper ${number}`)).toHaveLength(1)
    expect(office.state.state.outgoing.cabinet()).toHaveLength(1)
  })

  test('to refuse brings the refusal', async () => {
    const office = await openStateOffice(keys())
    const chat = await submitted(office, 'refused')
    await anHourPasses(office)
    const { state } = await chat.kase()
    expect(state).toMatchObject({ status: 'refused', decided: { ground: 'unreliable-documents' } })
    expect(await chat.shown()).toContain(`paper ${state.papers.refusal?.number}`)
  })

  test('that does not come is asked for again and again; the promise that passes is said once', async () => {
    const office = await openStateOffice(keys())
    const chat = await submitted(office, 'silent')
    await anHourPasses(office)
    expect((await chat.kase()).state).toMatchObject({ status: 'registered', overdue: true })
    expect((await chat.shown()).filter(text => text.includes('overdue'))).toHaveLength(1)
    const [application] = office.state.state.applications.list()
    office.state.state.applications.decide(application?.id ?? '', { outcome: 'approve' })
    await anHourPasses(office)
    expect((await chat.kase()).state.status).toBe('issued')
  })
})
