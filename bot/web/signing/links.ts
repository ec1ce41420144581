import { randomBytes } from 'node:crypto'
import { toBuffer } from 'qrcode'

/** 192 random bits: a link cannot be guessed, and says nothing about anybody. */
export const newLinkId = () => randomBytes(24).toString('base64url')
export const isLinkId = (text: string) => /^[\w-]{32,256}$/.test(text)

/** The address that eGov Mobile asks first (API №1). */
export const signingUrl = (publicUrl: string, linkId: string) => new URL(`/mgov/sign/${linkId}`, publicUrl).href

/**
 * Opens eGov Mobile on the same phone, as a button in a chat can (Telegram takes only http and https).
 * `base` is https://m.egov.kz; a demonstration names its stand-in.
 */
export function mobileSignLink(base: string, api1Url: string): string {
  const app = new URLSearchParams({ link: api1Url, isi: '1476128386', ibi: 'kz.egov.mobile', apn: 'kz.mobile.mgov' })
  return `${base.replace(/\/$/, '')}/mobileSign/?${app}`
}

/** What the app's own scanner expects in the QR code, for another screen. */
export const signingQrText = (api1Url: string) => `mobileSign:${api1Url}`

/** The QR code as PNG, wide enough for a phone's camera and with the quiet zone that scanners need. */
export const signingQr = (api1Url: string): Promise<Buffer> =>
  toBuffer(signingQrText(api1Url), { type: 'png', width: 480, margin: 4, errorCorrectionLevel: 'M' })
