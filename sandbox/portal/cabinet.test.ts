import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getJson, type ListeningState, listeningState, postForm } from '../../test/support/state-sandbox.ts'

interface Sent {
  sms: unknown[]
  cabinet: { file: { url: string; signatureUrl: string } }[]
}

let state: ListeningState
beforeAll(async () => {
  state = await listeningState()
})
afterAll(() => state.close())

const portal = () => `${state.url}/sandbox/portal`
const file = {
  name: 'анықтама.pdf',
  bytes: new Uint8Array([0x25, 0x50, 0x44, 0x46]),
  signature: new Uint8Array([0x30, 1]),
}
const message = (id: string, key: string) => ({
  ...{ key, iin: state.person(id).iin, titleKk: 'Анықтама <дайын>', titleRu: 'Справка готова', file },
})
async function signInTo(id: string): Promise<string> {
  const { iin, password } = state.person(id)
  const response = await postForm(`${portal()}/sign-in`, { iin, password })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
const get = (path: string, cookie = '') => fetch(`${portal()}${path}`, { headers: { cookie } })

describe('the personal cabinet (G-06)', () => {
  test('gets a message once, however often it is delivered', async () => {
    await state.cabinet.deliver(message('found', 'case 1'))
    await state.fault({ method: 'cabinet', times: 1, drop: true })
    await expect(state.cabinet.deliver(message('found', 'case 2'))).rejects.toMatchObject({ outcome: 'unknown' })
    await state.cabinet.deliver(message('found', 'case 2'))
    await state.cabinet.deliver(message('found', 'case 2'))
    const { cabinet, sms } = await getJson<Sent>(`${state.url}/sandbox/outgoing`)
    expect(cabinet).toHaveLength(2)
    expect(sms).toEqual([])
    const sent = await fetch(cabinet[0]?.file.url ?? '')
    expect(new Uint8Array(await sent.arrayBuffer())).toEqual(file.bytes)
    expect(new Uint8Array(await (await fetch(cabinet[0]?.file.signatureUrl ?? '')).arrayBuffer())).toEqual(
      file.signature,
    )
  })

  test('is a page to a browser that asks what went out, with a name in place of a number', async () => {
    const { iin, name } = state.person('found')
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const page = await fetch(`${state.url}/sandbox/outgoing?lang=ru`, { headers })
    expect(page.headers.get('content-type')).toContain('text/html')
    const html = await page.text()
    for (const words of ['Исходящие сообщения', 'Справка готова', name, '/sandbox/outgoing/1/file'])
      expect(html).toContain(words)
    expect(html).not.toContain(iin)
  })

  test('shows the owner the message, the paper and its signature, in either language', async () => {
    const cookie = await signInTo('found')
    expect(await (await get('/cabinet', cookie)).text()).toContain('Анықтама &lt;дайын&gt;')
    expect(await (await get('/cabinet?lang=ru', cookie)).text()).toContain('Справка готова')
    const paper = await get('/cabinet/1/file', cookie)
    expect(paper.headers.get('content-type')).toBe('application/pdf')
    expect(new Uint8Array(await paper.arrayBuffer())).toEqual(file.bytes)
    expect((await get('/cabinet/1/signature', cookie)).headers.get('content-disposition')).toContain('.p7s')
  })

  test('shows nobody else anything', async () => {
    expect(await (await get('/cabinet')).text()).toContain('Порталға кіру')
    expect((await get('/cabinet/1/file')).status).toBe(404)
    const other = await signInTo('twoWards')
    expect(await (await get('/cabinet', other)).text()).toContain('Әзірге хабарлама жоқ')
    expect((await get('/cabinet/1/file', other)).status).toBe(404)
  })

  test('is closed by signing out', async () => {
    const cookie = await signInTo('found')
    await postForm(`${portal()}/sign-out`, {}, cookie)
    expect((await get('/cabinet/1/file', cookie)).status).toBe(404)
  })

  test('refuses a message for somebody who has none', async () => {
    const nobody = { ...message('found', 'case 3'), iin: '850230490099' as never }
    await expect(state.cabinet.deliver(nobody)).rejects.toMatchObject({ name: 'GatewayRefused', code: 'SCSE002' })
  })
})
