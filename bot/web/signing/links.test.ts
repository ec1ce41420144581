import { expect, it } from 'vitest'
import { isLinkId, mobileSignLink, newLinkId, signingQr, signingQrText, signingUrl } from './links.ts'

const api1 = signingUrl('https://tereze.example/', 'abc')

it('opens the app on the same phone with the address of API №1', () => {
  const link = new URL(mobileSignLink('https://m.egov.kz', api1))
  expect(`${link.origin}${link.pathname}`).toBe('https://m.egov.kz/mobileSign/')
  expect(Object.fromEntries(link.searchParams)).toEqual({
    link: 'https://tereze.example/mgov/sign/abc',
    isi: '1476128386',
    ibi: 'kz.egov.mobile',
    apn: 'kz.mobile.mgov',
  })
})
it('opens a stand-in that lives under a path', () => {
  expect(mobileSignLink('http://localhost:3000/sandbox/egov-mobile/', api1)).toMatch(
    /^http:\/\/localhost:3000\/sandbox\/egov-mobile\/mobileSign\/\?link=/,
  )
})
it('gives the scanner of the app what it expects, without spaces', async () => {
  expect(signingQrText(api1)).toBe('mobileSign:https://tereze.example/mgov/sign/abc')
  expect((await signingQr(api1)).subarray(1, 4).toString()).toBe('PNG')
})
it('never makes the same link twice', () => {
  const ids = Array.from({ length: 100 }, newLinkId)
  expect(new Set(ids).size).toBe(100)
  expect(ids.every(isLinkId)).toBe(true)
})
