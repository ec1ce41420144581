import { languages } from '../../flows/values/language.ts'
import { translate } from '../../locales/translate.ts'
import type { Outgoing } from '../../services/cases/port.ts'
import type { Reading } from './read.ts'

/** In a group everybody would read what one person answers: says so once, in both languages, and leaves. */
export function leaveGroup({ chat, arrived }: Extract<Reading, { kind: 'group' }>): Outgoing[] {
  const text = languages.map(language => translate(language, 'telegram:group')).join('\n\n')
  const leave: Outgoing = { method: 'leaveChat', payload: { chat_id: chat.id }, priority: 'reply' }
  const explains = arrived && chat.type !== 'channel'
  const explanation: Outgoing = { method: 'sendMessage', payload: { chat_id: chat.id, text }, priority: 'reply' }
  return explains ? [explanation, leave] : [leave]
}
