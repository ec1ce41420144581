import type { ApplicantInput } from '../engine/input.ts'
import { type Language, languages } from '../values/language.ts'

/** What a button does. Every face offers the same actions; Telegram carries them as text of at most 64 bytes. */
export type Action =
  | { kind: 'language'; language: Language }
  | {
      kind:
        | 'choose-language'
        | 'menu'
        | 'services'
        | 'cases'
        | 'help'
        | 'status'
        | 'continue'
        | 'forget'
        | 'forget-confirmed'
    }
  | { kind: 'service' | 'begin'; flow: string }
  | { kind: 'open' | 'delete' | 'papers'; tag: CaseTag }
  | { kind: 'case'; tag: CaseTag; revision: number; input: ButtonInput }

/** The first eight characters of a case id: enough to tell the cases of one chat apart, of no use to anybody else. */
export type CaseTag = string

/** What the applicant can do to a case by a button. */
export type ButtonInput = Exclude<ApplicantInput, { kind: 'typed' | 'sent-files' }>

const plainKinds = [
  'choose-language',
  'menu',
  'services',
  'cases',
  'help',
  'status',
  'continue',
  'forget',
  'forget-confirmed',
] as const

const inputCodes = {
  agreed: 'a',
  confirmed: 'y',
  'went-back': 'b',
  keeps: 'k',
  'adds-item': 'n',
  'closes-items': 'e',
  'tries-again': 't',
  deletes: 'x',
} as const
type PlainInput = keyof typeof inputCodes

function encodeInput(input: ButtonInput): string {
  if (input.kind === 'chose') return `o${input.ref}=${input.option}`
  if (input.kind === 'changes') return `c${input.ref}`
  if (input.kind === 'removes-item') return `r${input.item}`
  return inputCodes[input.kind]
}

function decodeInput(code: string): ButtonInput | undefined {
  const rest = code.slice(1)
  const [ref, option] = rest.split('=')
  if (code.startsWith('o') && ref && option) return { kind: 'chose', ref, option }
  if (code.startsWith('c') && rest) return { kind: 'changes', ref: rest }
  if (code.startsWith('r') && /^\d+$/.test(rest)) return { kind: 'removes-item', item: Number(rest) }
  const plain = (Object.keys(inputCodes) as PlainInput[]).find(kind => inputCodes[kind] === code)
  return plain && { kind: plain }
}

/** `kind:argument`, or `#<tag>.<revision>.<input>` for the current question of a case. Holds no personal data. */
export function encodeAction(action: Action): string {
  switch (action.kind) {
    case 'language':
      return `language:${action.language}`
    case 'service':
    case 'begin':
      return `${action.kind}:${action.flow}`
    case 'open':
    case 'delete':
    case 'papers':
      return `${action.kind}:${action.tag}`
    case 'case':
      return `#${action.tag}.${action.revision}.${encodeInput(action.input)}`
    default:
      return action.kind
  }
}

function decodeCase(text: string): Action | undefined {
  const [, tag, revision, code] = /^#([0-9a-f]{8})\.(\d+)\.(.+)$/.exec(text) ?? []
  const input = code === undefined ? undefined : decodeInput(code)
  return tag && input ? { kind: 'case', tag, revision: Number(revision), input } : undefined
}

/** Undefined for anything that this version does not know: an old button, or one that we never made. */
export function decodeAction(text: string): Action | undefined {
  if (text.startsWith('#')) return decodeCase(text)
  const [kind, argument] = text.split(':')
  const plain = plainKinds.find(name => name === text)
  if (plain) return { kind: plain }
  const language = languages.find(name => name === argument)
  if (kind === 'language' && language) return { kind, language }
  if ((kind === 'service' || kind === 'begin') && argument) return { kind, flow: argument }
  if ((kind === 'open' || kind === 'delete' || kind === 'papers') && argument && /^[0-9a-f]{8}$/.test(argument))
    return { kind, tag: argument }
  return undefined
}
