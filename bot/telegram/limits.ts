/** Telegram's own limits, by its Bot API documentation. Texts are counted without markup. */
export interface TelegramLimits {
  /** Characters of one message, and of the caption of a document. */
  text: number
  caption: number
  /** Largest file that a bot may download. */
  downloadBytes: number
}

export const telegramLimits: TelegramLimits = { text: 4096, caption: 1024, downloadBytes: 20 * 1024 * 1024 }
