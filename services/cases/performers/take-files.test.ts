import { readdir } from 'node:fs/promises'
import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import type { StoredDocument } from '../../../flows/engine/entries.ts'
import flow from '../../../flows/guardianship-certificate/flow.ts'
import type { Flow, Step } from '../../../flows/vocabulary.ts'
import type { Chat } from '../../../test/support/desk.ts'
import { pdfOf, photoOf } from '../../../test/support/documents.ts'
import { authorityKeys, goOn, openStateOffice, type StateOffice } from '../../../test/support/state-office.ts'
import type { FileId } from '../../files/port.ts'

const steps: readonly Step[] = flow.steps
/** The service, but with the document right after the telephone. */
const asksAtOnce: Flow = {
  ...flow,
  steps: steps
    .filter(({ id }) => ['consent', 'phone', 'appointmentDecision', 'wards', 'review'].includes(id))
    .map(({ when: _, ...step }) => step as Step),
}
const [rule] = flow.checklist.documents

const keys = authorityKeys()
let office: StateOffice
let chat: Chat
beforeEach(async () => {
  office = await openStateOffice(keys(), { catalogue: { flows: [asksAtOnce], history: [] } })
  chat = await office.chat().begins()
  await chat.goes({ kind: 'agreed' }, 'gave a phone')
})

/** Sends what the inbox holds under these names, as one message. */
const sends = (...names: string[]) =>
  goOn(office, chat, { kind: 'sent-files', files: names.map(id => ({ source: 'telegram', id })) })

async function documents(): Promise<StoredDocument[]> {
  const answer = (await chat.kase()).state.answers.appointmentDecision
  return answer !== undefined && typeof answer !== 'string' ? answer.documents : []
}
const bytesOf = async ({ id }: StoredDocument) => office.files.get(id as FileId, (await chat.kase()).key)
const lastShown = async () => (await chat.shown()).at(-1)

describe('what the citizen sends', () => {
  test('is kept as it came when it is a PDF', async () => {
    const pdf = await pdfOf(3)
    office.inbox.set('f', pdf)
    await sends('f')
    const [document, ...others] = await documents()
    expect(others).toEqual([])
    expect(document).toMatchObject({ type: 'application/pdf', pages: 3 })
    expect(document && Buffer.from(await bytesOf(document))).toEqual(pdf)
    expect(await lastShown()).toBe('note files-accepted, asks wards.1.name')
  })

  test('becomes one document when it is several photographs', async () => {
    for (const n of [10, 20, 30]) office.inbox.set(`p${n}`, await photoOf(n))
    await sends('p10', 'p20', 'p30')
    expect(await documents()).toMatchObject([{ type: 'application/pdf', pages: 3 }])
  })

  test('stays a picture when it is one photograph, and says no longer where it was taken', async () => {
    const photo = await sharp(await photoOf(5))
      .withExif({ IFD3: { GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).exif).toBeDefined()
    office.inbox.set('p', photo)
    await sends('p')
    const [document] = await documents()
    expect(document).toMatchObject({ type: 'image/jpeg', pages: 1 })
    expect(document && (await sharp(await bytesOf(document)).metadata()).exif).toBeUndefined()
  })

  test('lies on the disk under the key of its case alone', async () => {
    office.inbox.set('f', await pdfOf(1))
    await sends('f')
    const [document] = await documents()
    const strange = office.keys.create().key
    await expect(office.files.get((document?.id ?? '') as FileId, strange)).rejects.toMatchObject({ name: 'KeyError' })
  })

  test('is fetched from where the web pages left it, too, and nothing stays there', async () => {
    const { id, key } = await chat.kase()
    await office.files.put('q1' as FileId, await pdfOf(2), key)
    await office.desk.upload(id, 'appointmentDecision', [{ source: 'quarantine', id: 'q1' }])
    await office.runner.settled()
    expect(await documents()).toMatchObject([{ pages: 2 }])
    await expect(office.files.get('q1' as FileId, key)).rejects.toMatchObject({ name: 'FileMissing' })
  })
})

describe('what cannot be taken is said, and asked for again', () => {
  test.each([
    ['empty', async () => new Uint8Array()],
    ['too-big', async () => Buffer.alloc((rule?.maxMegabytes ?? 0) * 1024 * 1024 + 1)],
    ['wrong-type', async () => Buffer.from('a plain text, nothing else')],
    ['corrupt', async () => (await pdfOf(1)).subarray(0, 300)],
    ['password', async () => pdfOf(1, 'secret')],
    ['too-many-pages', async () => pdfOf(21)],
  ] as const)('%s', async (problem, make) => {
    office.inbox.set('f', await make())
    await sends('f')
    expect(await lastShown()).toBe(`note files.${problem}, asks appointmentDecision`)
    expect(await documents()).toEqual([])
    office.inbox.set('f', await pdfOf(1))
    await sends('f')
    expect(await documents()).toHaveLength(1)
  })

  test('more than the channel lets us fetch', async () => {
    office.inbox.set('f', 'too-big')
    await sends('f')
    expect(await lastShown()).toBe('note files.too-big, asks appointmentDecision')
  })

  test('photographs that are too many together', async () => {
    for (let n = 0; n < 21; n++) office.inbox.set(`p${n}`, await photoOf(n))
    await sends(...Array.from({ length: 21 }, (_, n) => `p${n}`))
    expect(await lastShown()).toBe('note files.too-many-pages, asks appointmentDecision')
  })

  test('one bad page spoils the others', async () => {
    office.inbox.set('good', await photoOf(1))
    office.inbox.set('bad', Buffer.from('not a picture'))
    await sends('good', 'bad')
    expect(await lastShown()).toBe('note files.wrong-type, asks appointmentDecision')
    expect(await readdir(office.dataDir)).toEqual([])
  })
})

describe('what cannot be fetched now', () => {
  test('is fetched later', async () => {
    await sends('f')
    expect(await lastShown()).toBe('asks appointmentDecision')
    office.inbox.set('f', await pdfOf(1))
    office.clock.pass(60_000)
    await office.runner.settled()
    expect(await documents()).toHaveLength(1)
  })

  test('for long is asked for again', async () => {
    await sends('f')
    for (let tries = 0; tries < 6; tries++) {
      office.clock.pass(60_000)
      await office.runner.settled()
    }
    expect(await lastShown()).toBe('note files.download-failed, asks appointmentDecision')
  })

  test('is not taken any more once its place is behind the case', async () => {
    await sends('f')
    await chat.goes({ kind: 'went-back' })
    expect((await chat.question()).place.ref).toBe('phone')
    office.inbox.set('f', await pdfOf(1))
    office.clock.pass(60_000)
    await office.runner.settled()
    expect(await documents()).toEqual([])
  })
})

test('a check that is carried out twice keeps the same file and answers once', async () => {
  const pdf = await pdfOf(1)
  office.inbox.set('f', pdf)
  await chat.goes({ kind: 'sent-files', files: [{ source: 'telegram', id: 'f' }] })
  const { state } = await chat.kase()
  await office.runner.settled()
  // As if it had been killed after its work, before the end was written.
  await office.database.query("update effect set status = 'pending', payload = $1 where kind = 'take-files'", [
    Buffer.from(JSON.stringify({ key: state.pending?.key, ref: 'appointmentDecision' })),
  ])
  await office.runner.settled()
  expect(await documents()).toHaveLength(1)
  expect((await chat.shown()).filter(text => text.includes('files-accepted'))).toHaveLength(1)
})
