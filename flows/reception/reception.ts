import type { ReceivedFile } from '../engine/entries.ts'
import type { ApplicantInput } from '../engine/input.ts'
import type { Language } from '../values/language.ts'
import { type Action, type CaseTag, decodeAction } from './action.ts'

/** What the desk knows of a chat before it decides what an event means. */
export interface Visitor {
  language: Language | undefined
  /** The case that the chat is busy with. */
  current: { tag: CaseTag; revision: number; submitted?: boolean } | undefined
  /** Encoded actions of the last message with buttons: "2" typed means the second. */
  actions: readonly string[]
}

/** What came in, in the words of no channel. */
export type Event =
  | { kind: 'command'; command: 'start' | 'menu' | 'help' | 'status' | 'cancel' | 'language' }
  | { kind: 'action'; action: Action }
  /** A button that this version does not know. */
  | { kind: 'unknown-action' }
  | { kind: 'text'; text: string }
  | { kind: 'files'; files: ReceivedFile[] }
  /** Politely refused with the text `common:unsupported.<what>`. */
  | {
      kind: 'unsupported'
      what: 'voice' | 'sticker' | 'video' | 'location' | 'contact' | 'other' | 'edited' | 'too-big'
    }
  | { kind: 'blocked' }
  | { kind: 'unblocked' }

export type Page =
  | 'choose-language'
  | 'menu'
  | 'services'
  | 'cases'
  | 'help'
  | 'confirm-forget'
  | 'forgotten'
  | 'question'
  /** The question, after a line on how the case stands. */
  | 'status'
  | 'nothing'

/** What an event comes to. `note` is said first. */
export type Reaction =
  | { kind: 'show'; page: Page; note?: string }
  | { kind: 'show-service'; flow: string }
  | { kind: 'speak'; language: Language }
  | { kind: 'begin'; flow: string }
  | { kind: 'open'; tag: CaseTag; stale: boolean }
  | { kind: 'delete' | 'papers'; tag: CaseTag }
  | { kind: 'forget' }
  | { kind: 'case'; input: ApplicantInput }
  | { kind: 'reach'; reachable: boolean }

const show = (page: Page, note?: string): Reaction => ({ kind: 'show', page, ...(note && { note }) })

/** Where a visitor goes when there is nothing better: his question, else the menu. */
const home = (visitor: Visitor, note?: string): Reaction => show(visitor.current ? 'question' : 'menu', note)

const status = (visitor: Visitor): Reaction => show(visitor.current ? 'status' : 'cases')

const commandPages = {
  start: 'menu',
  menu: 'menu',
  help: 'help',
  language: 'choose-language',
} as const satisfies Partial<Record<string, Page>>

function onCommand(visitor: Visitor, command: Extract<Event, { kind: 'command' }>['command']): Reaction {
  if (command === 'status') return status(visitor)
  if (command === 'cancel')
    return show('menu', visitor.current && (visitor.current.submitted ? 'already-sent' : 'draft-kept'))
  return show(commandPages[command])
}

function onCaseAction(visitor: Visitor, action: Extract<Action, { kind: 'case' }>): Reaction {
  if (visitor.current?.tag !== action.tag) return { kind: 'open', tag: action.tag, stale: true }
  if (visitor.current.revision !== action.revision) return show('question', 'stale')
  return { kind: 'case', input: action.input }
}

const actionPages = {
  'choose-language': 'choose-language',
  menu: 'menu',
  services: 'services',
  cases: 'cases',
  help: 'help',
  forget: 'confirm-forget',
} as const satisfies Partial<Record<Action['kind'], Page>>

function onAction(visitor: Visitor, action: Action): Reaction {
  switch (action.kind) {
    case 'language':
      return { kind: 'speak', language: action.language }
    case 'service':
      return { kind: 'show-service', flow: action.flow }
    case 'begin':
      return { kind: 'begin', flow: action.flow }
    case 'open':
      return { kind: 'open', tag: action.tag, stale: false }
    case 'delete':
    case 'papers':
      return { kind: action.kind, tag: action.tag }
    case 'forget-confirmed':
      return { kind: 'forget' }
    case 'case':
      return onCaseAction(visitor, action)
    case 'status':
      return status(visitor)
    case 'continue':
      return home(visitor)
    default:
      return show(actionPages[action.kind])
  }
}

/** "2", "2." or "2)" means the second button of the last message; no format accepts so short an answer. */
function typedAction(visitor: Visitor, text: string): Action | undefined {
  const [, number] = /^\s*(\d{1,2})[.)]?\s*$/.exec(text) ?? []
  const encoded = number === undefined ? undefined : visitor.actions[Number(number) - 1]
  return encoded === undefined ? undefined : decodeAction(encoded)
}

const pagesOfReception = /^(services$|language:|service:|begin:|open:|delete:)/

/** The last thing shown was a page of the reception: what is typed there answers no question of the case. */
const isElsewhere = ({ actions }: Visitor) => actions.some(action => pagesOfReception.test(action))

function onText(visitor: Visitor, text: string): Reaction {
  const action = typedAction(visitor, text)
  if (action) return onAction(visitor, action)
  if (!visitor.current) return show('menu', 'choose-from-menu')
  return isElsewhere(visitor) ? show('question', 'say-again') : { kind: 'case', input: { kind: 'typed', text } }
}

/** What may be asked before a language was chosen. */
const speaksFirst = (event: Event) => event.kind === 'action' && event.action.kind === 'language'

/**
 * What an event means to this visitor. Pure. Language comes first: nothing is said in a language that nobody chose.
 */
export function receive(visitor: Visitor, event: Event): Reaction {
  if (event.kind === 'blocked' || event.kind === 'unblocked')
    return { kind: 'reach', reachable: event.kind === 'unblocked' }
  if (visitor.language === undefined && !speaksFirst(event)) {
    const action = event.kind === 'text' ? typedAction(visitor, event.text) : undefined
    return action?.kind === 'language' ? onAction(visitor, action) : show('choose-language')
  }
  switch (event.kind) {
    case 'command':
      return onCommand(visitor, event.command)
    case 'action':
      return onAction(visitor, event.action)
    case 'text':
      return onText(visitor, event.text)
    case 'unknown-action':
      return home(visitor, 'stale')
    case 'unsupported':
      return home(visitor, `unsupported.${event.what}`)
    case 'files':
      return visitor.current
        ? { kind: 'case', input: { kind: 'sent-files', files: event.files } }
        : show('menu', 'no-file-asked')
  }
}
