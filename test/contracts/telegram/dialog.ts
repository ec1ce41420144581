/** What the same small bot says, whichever client it is written with. */
export const words = {
  hello: '<b>Сәлеметсіз бе!</b> Қызметті таңдаңыз &amp; бастаңыз.',
  chosen: 'Таңдалды: <i>анықтама</i>',
  long: 'Ұзақмәтін.'.repeat(500),
  certificate: 'Анықтама №1-2026.pdf',
  caption: 'Міне, анықтамаңыз',
} as const

export const keyboard = {
  inline_keyboard: [
    [{ text: 'Анықтама', callback_data: 'choose:1' }],
    [{ text: 'Стандарт', url: 'https://adilet.zan.kz/kaz' }],
  ],
}

export const certificate = Buffer.from('%PDF-1.7 сынақ')

/** A text in pieces that Telegram takes. */
export const pieces = (text: string) => text.match(/[\s\S]{1,4096}/g) ?? []

/** A bot running against the stand-in. */
export interface RunningBot {
  stop(): Promise<void>
}

export type Transport = 'polling' | 'webhook'
/** Starts the bot of `words` with one client library. */
export type StartBot = (apiRoot: string, token: string, transport: Transport) => Promise<RunningBot>
