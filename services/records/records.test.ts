import { beforeEach, describe, expect, test } from 'vitest'
import type { Iin } from '../../flows/values/iin.ts'
import { type Chat, everythingIn, foundIn } from '../../test/support/desk.ts'
import {
  authorityKeys,
  goOn,
  openStateOffice,
  personAt,
  type StateOffice,
  signAt,
} from '../../test/support/state-office.ts'
import type { FileId } from '../files/port.ts'
import { openContent } from './content.ts'
import { issue } from './issuing.ts'

const keys = authorityKeys()
const confirms = (ref: string) => ({ kind: 'chose', ref, option: 'correct' }) as const
let office: StateOffice
beforeEach(async () => {
  office = await openStateOffice(keys())
})

async function decided(id = 'found', chatId = '7001') {
  const { chat, iin, name } = await personAt(office, id, chatId)
  await goOn(
    office,
    chat,
    confirms('personConfirmed'),
    'gave a phone',
    confirms('recordConfirmed'),
    'wants it electronic',
  )
  await signAt(office, chat)
  return { chat, iin, name }
}
const minutePasses = async () => {
  office.clock.pass(60_000)
  await office.runner.settled()
}
async function issued(id?: string, chatId?: string) {
  const person = await decided(id, chatId)
  await minutePasses()
  const { papers } = (await person.chat.kase()).state
  return {
    ...person,
    number: papers.certificate?.number ?? papers.refusal?.number ?? '',
    receipt: papers.receipt?.number ?? '',
  }
}

const rows = (kind: string) =>
  office.database.query<{ number: string; status: string; content: Uint8Array }>(
    'select number, status, content from paper where kind = $1',
    [kind],
  )
async function contentOf(chat: Chat, number: string) {
  const [row] = await office.database.query<{ content: Uint8Array }>('select content from paper where number = $1', [
    number,
  ])
  return openContent((await chat.kase()).key, number, row?.content ?? new Uint8Array())
}
async function fileOf(chat: Chat, kind: string) {
  const { id, key } = await chat.kase()
  return Buffer.from(await office.files.get(`${id}-${kind}` as FileId, key))
}

describe('a paper that is issued', () => {
  test.each([
    ['was refused', { code: 'SCSE003' }],
    ['came, but its answer was lost', { drop: true }],
    ['was not taken', { status: 500 }],
  ])('keeps its number and its bytes when the provider’s signature %s and all is done again', async (_, fault) => {
    await office.state.fault({ method: 'sign', times: 2, ...fault })
    const { chat } = await decided()
    const [reserved] = await rows('certificate')
    const drawn = await fileOf(chat, 'certificate')
    expect(reserved).toMatchObject({ status: 'reserved' })
    expect((await chat.kase()).state.papers.certificate).toBeUndefined()
    for (let n = 0; n < 3; n++) await minutePasses()
    expect(await rows('certificate')).toMatchObject([{ number: reserved?.number, status: 'genuine' }])
    expect(await fileOf(chat, 'certificate')).toEqual(drawn)
    expect((await chat.kase()).state.papers.certificate?.number).toBe(reserved?.number)
  })

  test('is one, however often and at once it is asked for', async () => {
    const { chat, number } = await issued()
    const found = await chat.kase()
    await office.database.query("update paper set status = 'reserved' where number = $1", [number])
    const again = await Promise.all(Array.from({ length: 5 }, () => issue(office.issuing, found, 'certificate')))
    expect(again).toEqual(Array(5).fill({ number }))
    expect(await rows('certificate')).toHaveLength(1)
  })

  test('is not signed a second time once it is genuine', async () => {
    const { chat, number } = await issued()
    const found = await chat.kase()
    const provider = { ...office.issuing.provider, sign: () => Promise.reject(new Error('asked again')) }
    expect(await issue({ ...office.issuing, provider }, found, 'certificate')).toEqual({ number })
  })

  test('has a number that says nothing about how many there are', async () => {
    const one = await issued()
    const other = await issued('twoWards', '7002')
    for (const number of [one.number, other.number]) expect(number).toMatch(/^26-\d{5}-\d{5}$/)
    expect(one.number).not.toBe(other.number)
  })

  test('is not there for anybody until it is signed', async () => {
    await office.state.fault({ method: 'sign', times: 2, code: 'SCSE003' })
    const { iin } = await decided()
    const [{ number } = { number: '' }] = await rows('certificate')
    expect(number).not.toBe('')
    expect(await office.records.findPaper(number)).toBeUndefined()
    expect(await office.records.openPaper(number, iin)).toBeUndefined()
  })

  test('leaves nothing of its content readable in the database', async () => {
    const { chat, number, name, iin } = await issued()
    const { key } = await contentOf(chat, number)
    const { address } = office.state.person('found')
    expect(foundIn(await everythingIn(office.database), [key, name, iin, address, ...name.split(' ')])).toEqual([])
  })
})

describe('whoever has the number', () => {
  test('and nothing else learns that it is genuine, its kind, service and date', async () => {
    const { number } = await issued()
    expect(await office.records.findPaper(number)).toEqual({
      ...{ number, kind: 'certificate', flow: 'guardianship-certificate', status: 'genuine' },
      issuedAt: expect.stringMatching(/^2026-11-23T/),
    })
    expect(await office.records.findPaper('26-00000-00000')).toBeUndefined()
  })

  test('and the key of the QR code reads what it shows and whose signature it bears', async () => {
    const { chat, number, name } = await issued()
    const { key } = await contentOf(chat, number)
    const shown = await office.records.readPaper(number, key)
    expect(shown).toMatchObject({ number, status: 'genuine', signature: 'valid', signer: 'БАСШЫ СЫНАҚ ҮЛГІҰЛЫ' })
    expect(shown?.shown).toContainEqual({ name: 'guardian', value: name })
  })

  test('and a wrong key reads nothing', async () => {
    const { chat, number } = await issued()
    const other = await issued('twoWards', '7002')
    const { key } = await contentOf(chat, number)
    const wrong = [
      '',
      'x',
      key.slice(0, -1),
      `${key}A`,
      key.toLowerCase(),
      (await contentOf(other.chat, other.number)).key,
    ]
    for (const one of wrong) expect(await office.records.readPaper(number, one)).toBeUndefined()
  })

  test('of a paper whose stored bytes were changed reads that its signature does not hold', async () => {
    const { chat, number } = await issued()
    const { id, key } = await chat.kase()
    const bytes = await fileOf(chat, 'certificate')
    await office.files.put(`${id}-certificate` as FileId, Buffer.concat([bytes, Buffer.from('\n')]), key)
    expect(await office.records.readPaper(number, (await contentOf(chat, number)).key)).toMatchObject({
      signature: 'invalid',
    })
  })

  test('of a receipt reads that nobody signs receipts', async () => {
    const { chat, receipt } = await issued()
    const { key } = await contentOf(chat, receipt)
    expect(await office.records.readPaper(receipt, key)).toMatchObject({ kind: 'receipt', signature: 'none' })
  })
})

describe('the owner of a paper', () => {
  test('gets its bytes and the signature over them; nobody else gets anything', async () => {
    const { chat, number, iin } = await issued()
    const other = office.state.person('twoWards').iin
    const opened = await office.records.openPaper(number, iin)
    expect(opened).toMatchObject({ name: `${number}.pdf` })
    expect(Buffer.from(opened?.bytes ?? [])).toEqual(await fileOf(chat, 'certificate'))
    expect(opened?.signature?.length).toBeGreaterThan(500)
    expect(await office.records.openPaper(number, other)).toBeUndefined()
    expect(await office.records.openPaper(number, '' as Iin)).toBeUndefined()
  })

  test('finds his cases and their papers wherever he applied; others find none of them', async () => {
    const { iin, number, receipt } = await issued()
    const cases = await office.records.casesOf(iin)
    expect(cases).toMatchObject([{ status: 'issued', flow: 'guardianship-certificate' }])
    expect(cases[0]?.papers.map(paper => paper.number).toSorted()).toEqual([number, receipt].toSorted())
    expect(await office.records.casesOf(office.state.person('twoWards').iin)).toEqual([])
  })

  test('finds a case only once his sign-in proved that it is his', async () => {
    const { iin } = office.state.person('found')
    const chat = await office.chat().begins()
    await chat.goes({ kind: 'agreed' }, { kind: 'typed', text: iin })
    expect(await office.records.casesOf(iin)).toEqual([])
    await chat.goes({ kind: 'identified', iin, name: 'Ә' })
    expect(await office.records.casesOf(iin)).toHaveLength(1)
  })

  test('whose data were erased has no papers any more', async () => {
    const { iin, number } = await issued()
    await office.database.query('update application set key = null, snapshot = null')
    expect(await office.records.findPaper(number)).toBeUndefined()
    expect(await office.records.openPaper(number, iin)).toBeUndefined()
    expect(await office.records.readPaper(number, 'x')).toBeUndefined()
  })
})
