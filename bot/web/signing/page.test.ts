import { expect, test } from 'vitest'
import { openSite } from '../../../test/support/web-site.ts'

const get = async (path: string) => {
  const { origin } = await openSite()
  return fetch(new URL(path, origin))
}

test('shows the QR code of the link, until when it holds, and a way to open the app on this phone', async () => {
  const page = await (await get('/sign/token?lang=ru')).text()
  expect(page).toContain('src="/sign/token/qr.png"')
  expect(page).toContain('10:15')
  expect(page).toContain('https://m.egov.test/?link=')
})

test('the code is a picture', async () => {
  const picture = await get('/sign/token/qr.png')
  expect(picture.headers.get('content-type')).toBe('image/png')
})

test.each([
  ['never made', '/sign/other', 404, 'Такой ссылки нет'],
  ['used', '/sign/used', 200, 'Подпись принята'],
  ['too old', '/sign/old', 410, 'Срок действия ссылки истёк'],
  ['replaced by a newer one', '/sign/cancelled', 410, 'Эта ссылка больше не действует'],
])('a link that was %s says so', async (_, path, status, title) => {
  const response = await get(`${path}?lang=ru`)
  expect(response.status).toBe(status)
  expect(await response.text()).toContain(title)
})
