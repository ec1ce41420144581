import type { Signer } from '../../flows/engine/entries.ts'
import type { Effect, Input, Saying } from '../../flows/engine/input.ts'
import { position } from '../../flows/engine/position.ts'
import { reviewDigest } from '../../flows/engine/review.ts'
import { begin, type Turned, turn } from '../../flows/engine/turn.ts'
import guardianship from '../../flows/guardianship-certificate/flow.ts'
import { checkDigit } from '../../flows/values/iin.ts'
import { instant } from '../../flows/values/time.ts'
import type { Flow } from '../../flows/vocabulary.ts'
import { kazakhstanCalendar } from '../../services/calendar/kazakhstan.ts'
import { clockAt } from './clock.ts'

const valid = (eleven: string) => `${eleven}${checkDigit(eleven)}`
export const iin = valid('99010130001')
export const otherIin = valid('05061560001')
export const name = 'Сынақова Айгүл Маратқызы'
export const signer: Signer = {
  name: 'Бекова Г. С.',
  positionKk: 'басшы',
  positionRu: 'руководитель',
  bodyKk: 'Білім бөлімі',
  bodyRu: 'Отдел образования',
}
const document = { id: 'd'.repeat(32), type: 'application/pdf', pages: 2, digest: 'a'.repeat(64) }
const person = { iin, surname: 'Сынақова', name: 'Айгүл', patronymic: 'Маратқызы', birthDate: '1999-01-01' }
const record = {
  kind: 'guardian',
  decisionNumber: '17',
  decisionDate: '2020-02-03',
  bodyKk: 'Әкімдік',
  bodyRu: 'Акимат',
  wards: [{ fullName: 'Сынақов Арман', birthDate: '2015-03-07', hasProperty: false }],
}

/** An outside answer whose key, and for a signature whose digest, is that of what the case waits for now. */
export type Played =
  | Input
  | (Input extends infer I ? (I extends { key: string } ? Omit<I, 'key' | 'digest'> : never) : never)

const typed = (text: string): Played => ({ kind: 'typed', text })
const chose = (ref: string, option: string): Played => ({ kind: 'chose', ref, option })
const answered = (outcome: string, data: unknown = {}): Played => ({ kind: 'register-answered', outcome, data })
const files: Played[] = [
  { kind: 'sent-files', files: [{ source: 'telegram', id: 'f1' }] },
  { kind: 'files-checked', documents: [document] },
]

/** Stretches of the way to the guardianship certificate, in the order in which they can follow each other. */
export const stretches = {
  'gave the IIN': [{ kind: 'agreed' }, typed(iin)],
  'signed in': [{ kind: 'identified', iin, name }],
  'is in the register of persons': [answered('found', person), chose('personConfirmed', 'correct')],
  'is not in the register of persons': [answered('missing'), typed(name), typed('Астана, Абай 1, 2')],
  'gave a phone': [typed('8 701 123 45 67')],
  'is a guardian on record': [answered('found', { records: [record] }), chose('recordConfirmed', 'correct')],
  'disputes the record': [
    answered('found', { records: [record] }),
    chose('recordConfirmed', 'incorrect'),
    typed('Шешім нөмірі басқа'),
  ],
  'is on no record of guardianship': [answered('missing')],
  'uploaded a document': files,
  'named a ward': [typed('Сынақов Арман'), typed('07.03.2015'), chose('wards.1.birthRecord', 'inRegisters')],
  'named all wards': [{ kind: 'closes-items' }],
  'wants it electronic': [chose('delivery', 'electronic')],
  'wants it on paper': [chose('delivery', 'paper')],
  'confirmed the review': [{ kind: 'confirmed' }],
  signed: [{ kind: 'signature-accepted', signature: 's1', signer: name }],
  'is registered': [{ kind: 'registered', number: 'KZ-1', at: instant('2026-11-23T05:00:00.000Z') }],
  'is approved': [{ kind: 'decided', outcome: 'approve', at: instant('2026-11-23T05:01:00.000Z'), signer }],
  'is refused': [
    {
      kind: 'decided',
      outcome: 'refuse',
      at: instant('2026-11-23T05:01:00.000Z'),
      ground: 'unreliable-documents',
      explanation: 'Шешім оқылмайды',
      signer,
    },
  ],
  'got the certificate': [{ kind: 'issued', paper: 'certificate', number: 'C-1' }],
  'got the refusal': [{ kind: 'issued', paper: 'refusal', number: 'R-1' }],
} satisfies Record<string, Played[]>
export type Stretch = keyof typeof stretches

export const upToReview: Stretch[] = [
  'gave the IIN',
  'signed in',
  'is in the register of persons',
  'gave a phone',
  'is a guardian on record',
  'wants it electronic',
]

/** A case that a test takes forward turn by turn; `last` is what the last turn came to. */
export interface Play {
  readonly now: string
  readonly last: Turned
  readonly ledger: Turned['entries']
  readonly effects: Effect[]
  readonly next: string
  does(...what: readonly (Stretch | Played)[]): Play
  pass(milliseconds: number): Play
  inputsOf(stretch: Stretch): readonly Played[]
}

const keyed = (input: Played, flow: Flow, { state }: Turned): Input =>
  ({
    key: state.pending?.key ?? 'nothing is awaited',
    ...(input.kind === 'signature-accepted' && { digest: reviewDigest(flow, state) }),
    ...input,
  }) as Input

/** Begins on a Monday morning in Almaty. */
export function play(flow: Flow = guardianship, start = '2026-11-23T05:00:00.000Z'): Play {
  const clock = clockAt(start)
  const workingTime = kazakhstanCalendar()
  let last = begin(flow, { language: 'kk', channel: 'telegram' }, clock.now())
  const ledger = [...last.entries]
  const effects = [...last.effects]
  const one = (input: Played) => {
    last = turn(flow, last.state, keyed(input, flow, last), { at: clock.now(), workingTime })
    ledger.push(...last.entries)
    effects.push(...last.effects)
  }
  const self: Play = {
    get now() {
      return clock.now()
    },
    get last() {
      return last
    },
    ledger,
    effects,
    get next() {
      return position(flow, last.state)?.ref ?? 'nowhere'
    },
    does(...what) {
      for (const item of what) {
        const inputs: readonly Played[] = typeof item === 'string' ? stretches[item] : [item]
        for (const input of inputs) one(input)
      }
      return self
    },
    inputsOf: stretch => stretches[stretch],
    pass(milliseconds) {
      clock.pass(milliseconds)
      return self
    },
  }
  return self
}

/** 'note stale', 'refusal RF-G3 locked', 'paper certificate'. */
export const spoken = (says: readonly Saying[]): string[] =>
  says.map(saying => {
    if (saying.kind === 'note') return `note ${saying.key}`
    return saying.kind === 'paper' ? `paper ${saying.paper}` : `refusal ${saying.refusal} ${saying.reason}`
  })
