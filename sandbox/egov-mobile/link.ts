/**
 * The address of API №1 in what a person scans or presses: the text of the QR code (`mobileSign:<address>`), the launch link
 * (`https://m.egov.kz/mobileSign/?link=<address>`) or the bare address. Undefined for anything else.
 */
export function api1UrlIn(text: string): string | undefined {
  const scanned = text.trim().replace(/^mobileSign:/, '')
  if (!URL.canParse(scanned)) return undefined
  const inside = new URL(scanned).searchParams.get('link') ?? scanned
  return URL.canParse(inside) && /^https?:$/.test(new URL(inside).protocol) ? inside : undefined
}
