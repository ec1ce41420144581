import { type Action, encodeAction } from '../../../flows/reception/action.ts'
import { translate } from '../../../locales/translate.ts'
import type { Address, Outgoing } from '../../../services/cases/port.ts'
import type { TelegramLimits } from '../limits.ts'
import { escapeHtml, splitHtml } from './html.ts'

/** Acts on the conversation; shown with its number, so that the number may be typed instead. */
export interface ActionButton {
  text: string
  action: Action
}
/** Leads out of the chat, or puts a text on the clipboard; has no number. */
export type OutsideButton = { text: string; url: string } | { text: string; copy: string }
export type Button = ActionButton | OutsideButton

/** What one message says: paragraphs of HTML, and the buttons below. */
export interface Content {
  paragraphs: string[]
  buttons: Button[]
  /** Something is being waited for: the chat shows that we are at it. */
  busy?: boolean
}

/** What every message of this face shares. */
export interface Envelope {
  address: Address
  priority: 'reply' | 'push'
  specimen: boolean
  limits: TelegramLimits
}

const isAction = (button: Button): button is ActionButton => 'action' in button

function outside(button: OutsideButton) {
  if ('url' in button) return { text: button.text, url: button.url }
  return { text: button.text, copy_text: { text: button.copy } }
}

/** One button to a row: long words stay readable, and a screen reader meets them in order. */
function keyboard(buttons: readonly Button[]) {
  const numbered = buttons
    .filter(isAction)
    .map(({ text, action }, i) => ({ text: `${i + 1}. ${text}`, callback_data: encodeAction(action) }))
  const leading = buttons.filter(button => !isAction(button)).map(button => outside(button as OutsideButton))
  return { inline_keyboard: [...leading, ...numbered].map(button => [button]) }
}

const mark = () => translate('kk', 'telegram:specimen')

/** A plain text that did not come from this face, with the last line that every message of a demonstration has. */
export const markSpecimen = (text: string): string => `${text}\n\n${mark()}`

function marked(text: string, limit: number, specimen: boolean): string[] {
  if (!specimen) return splitHtml(text, limit)
  const last = `\n\n${escapeHtml(mark())}`
  return splitHtml(text, limit - last.length).map(part => part + last)
}

const chat = ({ id }: Address) => ({ chat_id: Number(id) })

function textMessage(text: string, { address, priority }: Envelope): Outgoing {
  const payload = { ...chat(address), text, parse_mode: 'HTML', link_preview_options: { is_disabled: true } }
  return { method: 'sendMessage', payload, priority }
}

/** The calls that show it. Only the last part of a long text carries the buttons. */
export function messages({ paragraphs, buttons, busy }: Content, envelope: Envelope): Outgoing[] {
  const { address, priority, limits, specimen } = envelope
  const texts = marked(paragraphs.join('\n\n'), limits.text, specimen).map(text => textMessage(text, envelope))
  const last = texts.at(-1)
  if (last && buttons.length > 0) {
    last.payload.reply_markup = keyboard(buttons)
    last.actions = buttons.filter(isAction).map(({ action }) => action)
  }
  if (!busy) return texts
  return [{ method: 'sendChatAction', payload: { ...chat(address), action: 'typing' }, priority }, ...texts]
}

/** A paper as a file that the chat does not pass on: it may hold an IIN. */
export function paperMessage(caption: string, number: string, envelope: Envelope): Outgoing {
  const { address, priority, limits, specimen } = envelope
  const [text = ''] = marked(caption, limits.caption, specimen)
  const payload = { ...chat(address), caption: text, parse_mode: 'HTML', protect_content: true }
  return { method: 'sendDocument', payload, paper: number, priority }
}
