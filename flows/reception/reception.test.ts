import { describe, expect, test } from 'vitest'
import { type Action, encodeAction } from './action.ts'
import { type Event, type Reaction, receive, type Visitor } from './reception.ts'

const tag = '0a1b2c3d'
const chooses: Action = { kind: 'case', tag, revision: 3, input: { kind: 'chose', ref: 'delivery', option: 'paper' } }
const newcomer: Visitor = {
  language: undefined,
  current: undefined,
  actions: [encodeAction({ kind: 'language', language: 'kk' }), encodeAction({ kind: 'language', language: 'ru' })],
}
const guest: Visitor = { language: 'kk', current: undefined, actions: [encodeAction({ kind: 'services' })] }
const applicant: Visitor = { language: 'ru', current: { tag, revision: 3 }, actions: ['menu', encodeAction(chooses)] }

const text = (words: string): Event => ({ kind: 'text', text: words })
const act = (action: Action): Event => ({ kind: 'action', action })
const command = (name: Extract<Event, { kind: 'command' }>['command']): Event => ({ kind: 'command', command: name })
const files: Event = { kind: 'files', files: [{ source: 'telegram', id: 'f' }] }
const show = (page: string, note?: string) => ({ kind: 'show', page, ...(note && { note }) }) as Reaction

const atMenu: Visitor = { ...applicant, actions: ['services', 'cases'] }
const submitted: Visitor = { ...applicant, current: { tag, revision: 3, submitted: true } }

const table: [what: string, visitor: Visitor, event: Event, reaction: Reaction][] = [
  ['what is typed at the menu answers no question of the case', atMenu, text('рахмет'), show('question', 'say-again')],
  ['who cancels a draft hears that it is kept', applicant, command('cancel'), show('menu', 'draft-kept')],
  [
    'who cancels what he has submitted hears that it is sent',
    submitted,
    command('cancel'),
    show('menu', 'already-sent'),
  ],
  ['a newcomer who starts is asked for his language', newcomer, command('start'), show('choose-language')],
  ['a newcomer who writes is asked for his language', newcomer, text('сәлем'), show('choose-language')],
  ['a newcomer who asks for help is asked for his language', newcomer, command('help'), show('choose-language')],
  ['a newcomer who sends a file is asked for his language', newcomer, files, show('choose-language')],
  ['a newcomer with an old button is asked for his language', newcomer, act(chooses), show('choose-language')],
  ['a newcomer who types 2 speaks Russian', newcomer, text('2'), { kind: 'speak', language: 'ru' }],
  [
    'a newcomer who presses a language speaks it',
    newcomer,
    act({ kind: 'language', language: 'kk' }),
    { kind: 'speak', language: 'kk' },
  ],
  ['a newcomer who blocks us is out of reach', newcomer, { kind: 'blocked' }, { kind: 'reach', reachable: false }],
  ['whoever unblocks us is within reach', applicant, { kind: 'unblocked' }, { kind: 'reach', reachable: true }],
  ['/start shows the menu', applicant, command('start'), show('menu')],
  ['/menu shows the menu', applicant, command('menu'), show('menu')],
  ['/help shows help', applicant, command('help'), show('help')],
  ['/language asks for the language', applicant, command('language'), show('choose-language')],
  ['/status says how the case at hand stands', applicant, command('status'), show('status')],
  ['/status without a case lists all', guest, command('status'), show('cases')],
  ['/cancel keeps the draft and says so', applicant, command('cancel'), show('menu', 'draft-kept')],
  ['/cancel without a case just shows the menu', guest, command('cancel'), show('menu')],
  ['a guest who writes is told to choose', guest, text('анықтама'), show('menu', 'choose-from-menu')],
  ['a guest who sends a file is told that none was asked', guest, files, show('menu', 'no-file-asked')],
  ['a guest who types 1 presses the first button', guest, text(' 1) '), show('services')],
  ['a number without a button is just text', guest, text('7'), show('menu', 'choose-from-menu')],
  [
    'a service is shown before it is begun',
    guest,
    act({ kind: 'service', flow: 'f' }),
    { kind: 'show-service', flow: 'f' },
  ],
  ['a service is begun', guest, act({ kind: 'begin', flow: 'f' }), { kind: 'begin', flow: 'f' }],
  [
    'what is written in a case is an answer',
    applicant,
    text('Астана'),
    { kind: 'case', input: { kind: 'typed', text: 'Астана' } },
  ],
  [
    '12 digits are an answer and no number of a button',
    applicant,
    text('990101300013'),
    { kind: 'case', input: { kind: 'typed', text: '990101300013' } },
  ],
  [
    '2 typed presses the second button',
    applicant,
    text('2'),
    { kind: 'case', input: chooses.kind === 'case' ? chooses.input : { kind: 'agreed' } },
  ],
  [
    'a file in a case goes to the case',
    applicant,
    files,
    { kind: 'case', input: { kind: 'sent-files', files: [{ source: 'telegram', id: 'f' }] } },
  ],
  [
    'a button of this question acts',
    applicant,
    act(chooses),
    { kind: 'case', input: { kind: 'chose', ref: 'delivery', option: 'paper' } },
  ],
  [
    'a button of an older question shows the question again',
    applicant,
    act({ ...chooses, revision: 2 } as Action),
    show('question', 'stale'),
  ],
  [
    'a button of a later question shows the question again',
    applicant,
    act({ ...chooses, revision: 4 } as Action),
    show('question', 'stale'),
  ],
  [
    'a button of another case opens that case',
    applicant,
    act({ ...chooses, tag: 'ffffffff' } as Action),
    { kind: 'open', tag: 'ffffffff', stale: true },
  ],
  ['a button of a case after leaving it opens that case', guest, act(chooses), { kind: 'open', tag, stale: true }],
  ['a case is opened', guest, act({ kind: 'open', tag }), { kind: 'open', tag, stale: false }],
  ['a case is deleted', guest, act({ kind: 'delete', tag }), { kind: 'delete', tag }],
  ['continue shows the question', applicant, act({ kind: 'continue' }), show('question')],
  ['continue without a case shows the menu', guest, act({ kind: 'continue' }), show('menu')],
  ['status by button says the same', applicant, act({ kind: 'status' }), show('status')],
  ['forgetting is asked about first', applicant, act({ kind: 'forget' }), show('confirm-forget')],
  ['and then done', applicant, act({ kind: 'forget-confirmed' }), { kind: 'forget' }],
  [
    'the language is switched in the middle of a case',
    applicant,
    act({ kind: 'language', language: 'kk' }),
    { kind: 'speak', language: 'kk' },
  ],
  [
    'a button that nobody knows shows the question again',
    applicant,
    { kind: 'unknown-action' },
    show('question', 'stale'),
  ],
  ['a button that nobody knows shows a guest the menu', guest, { kind: 'unknown-action' }, show('menu', 'stale')],
  [
    'a voice message is refused politely, and the question stays',
    applicant,
    { kind: 'unsupported', what: 'voice' },
    show('question', 'unsupported.voice'),
  ],
  [
    'a sticker is refused politely, and the menu stays',
    guest,
    { kind: 'unsupported', what: 'sticker' },
    show('menu', 'unsupported.sticker'),
  ],
]

describe('what an event means', () => {
  test.each(table)('%s', (_, visitor, event, reaction) => {
    expect(receive(visitor, event)).toEqual(reaction)
  })
})
