import { describe, expect, test } from 'vitest'
import { type CaseState, foldAll } from '../../../flows/engine/case.ts'
import type { Entry, Happening } from '../../../flows/engine/entries.ts'
import type { Saying } from '../../../flows/engine/input.ts'
import { type Place, path } from '../../../flows/engine/path.ts'
import { position } from '../../../flows/engine/position.ts'
import { promisedTo } from '../../../flows/engine/promised.ts'
import guardianship from '../../../flows/guardianship-certificate/flow.ts'
import { type Action, decodeAction, encodeAction } from '../../../flows/reception/action.ts'
import type { Question, Screen } from '../../../flows/reception/view.ts'
import { type Language, languages } from '../../../flows/values/language.ts'
import { type Instant, instant } from '../../../flows/values/time.ts'
import type { Flow, StepKind } from '../../../flows/vocabulary.ts'
import { translateDerived } from '../../../locales/translate.ts'
import type { Links, Outgoing } from '../../../services/cases/port.ts'
import { createTelegramFace } from './face.ts'

const flow: Flow = guardianship
const at = instant('2026-11-24T05:00:00Z')
const iin = '900101300017'
const address = { channel: 'telegram', id: '77' } as const
const links: Links = {
  make: (purpose, caseId, key) => `${purpose}~${caseId}~${key}`,
  read: () => undefined,
}
const face = createTelegramFace({
  links,
  publicUrl: 'https://tereze.example',
  mobileSignLink: api1 => `https://m.egov.example/mobileSign/?link=${encodeURIComponent(api1)}`,
  specimen: false,
})
const everyDayWorks = { isWorkingDay: () => true, hours: () => [[540, 1080]] as const }

const law = { at, actor: 'applicant', law: [] } as const
const started: Happening = {
  kind: 'started',
  flow: flow.id,
  version: flow.version,
  edition: '2016',
  language: 'kk',
  channel: 'telegram',
}
const state = (...happenings: Happening[]): CaseState =>
  foldAll([started, ...happenings].map((happening): Entry => ({ ...happening, ...law })))

const answer = (ref: string, value: string): Happening => ({ kind: 'answered', ref, value })
const document = (ref: string): Happening => ({
  kind: 'answered',
  ref,
  value: { documents: [{ id: 'd1', type: 'application/pdf', pages: 3, digest: 'aa' }] },
})
const fact = (ref: string, outcome: string, data: unknown): Happening => ({
  kind: 'fact',
  ref,
  outcome,
  data,
  goodUntil: '2026-11-25T05:00:00.000Z' as Instant,
})
const person = { iin, surname: 'Сынақова', name: 'Айгүл <b>', birthDate: '1990-01-01', address: 'Астана қаласы' }
const records = [
  {
    kind: 'guardian',
    decisionNumber: '12-қ',
    decisionDate: '2020-02-03',
    bodyKk: 'Білім бөлімі',
    bodyRu: 'Отдел образования',
    wards: [{ fullName: 'Сынақов Әли', birthDate: '2015-03-07', hasProperty: false }],
  },
]

const identified = [
  answer('consent', '2026-11'),
  answer('iin', iin),
  { kind: 'identified', ref: 'identity', iin, name: 'Сынақова Айгүл' } as const,
]
const confirmed = [
  ...identified,
  fact('person', 'found', person),
  answer('personConfirmed', 'correct'),
  answer('phone', '+77011234567'),
]
const found = [...confirmed, fact('guardianship', 'found', { records }), answer('recordConfirmed', 'correct')]
const missing = [...confirmed, fact('guardianship', 'missing', undefined)]
const ward = [
  document('appointmentDecision'),
  { kind: 'item-added', ref: 'wards', item: 1 } as const,
  answer('wards.1.name', 'Сынақов Әли'),
  answer('wards.1.birthDate', '2015-03-07'),
  answer('wards.1.birthRecord', 'inRegisters'),
]
const reviewed = [...found, answer('delivery', 'electronic')]
const signed = [
  ...reviewed,
  {
    kind: 'signed',
    ref: 'signature',
    digest: 'aa',
    signature: 's1',
    signer: iin,
    track: 'automatic',
    due: instant('2026-11-24T05:05:00Z'),
    limit: 'T-05',
  } as const,
]
const registered = [...signed, { kind: 'registered', ref: 'request', number: 'ҚО-2026-7', registeredAt: at } as const]
const signer = { name: 'Н. Бастық', positionKk: 'басшы', positionRu: 'руководитель', bodyKk: 'бөлім', bodyRu: 'отдел' }
const decided = (outcome: string, rest: object = {}): Happening => ({
  kind: 'decided',
  ref: 'decision',
  outcome,
  decidedAt: at,
  signer,
  ...rest,
})
const awaits = (ref: string, what: 'register' | 'files' | 'signature' | 'registration' | 'decision' | 'paper') =>
  ({ kind: 'requested', ref, what, key: '9', until: instant('2026-11-24T05:15:00Z') }) as const
const late = (ref: string): Happening => ({ kind: 'delayed', ref, key: '9' })

function question(of: CaseState, place: Place | undefined = position(flow, of)): Question {
  if (!place) throw new Error('the case stands nowhere')
  const { promised, due } = promisedTo(flow, of, { at, workingTime: everyDayWorks })
  const caseId = '01234567-89ab-4cde-8f01-23456789abcd'
  return { caseId, tag: '01234567', revision: 41, flow, state: of, place, promised, due, aside: false }
}

const render = (language: Language, screen: Screen, says: Saying[] = []) =>
  face.render({ language, screen, says }, address, 'reply')
const ask = (language: Language, of: CaseState, says: Saying[] = []) =>
  render(language, { kind: 'question', question: question(of) }, says)

interface Button {
  text: string
  callback_data?: string
  url?: string
  copy_text?: { text: string }
}
const text = (calls: Outgoing[]) => calls.map(({ payload }) => String(payload.text ?? payload.caption ?? '')).join('\n')
const rows = (calls: Outgoing[]) =>
  calls.flatMap(
    ({ payload }) => (payload.reply_markup as { inline_keyboard: Button[][] } | undefined)?.inline_keyboard ?? [],
  )
const buttons = (calls: Outgoing[]) => rows(calls).flat()

const states = {
  consent: state(),
  ask: state(answer('consent', '2026-11')),
  identify: state(answer('consent', '2026-11'), answer('iin', iin)),
  check: state(...identified, awaits('person', 'register')),
  choose: state(...identified, fact('person', 'found', person)),
  upload: state(...missing),
  each: state(...missing, ...ward),
  review: state(...reviewed),
  sign: state(...reviewed, awaits('signature', 'signature')),
  submit: state(...signed, awaits('request', 'registration')),
  act: state(...registered, awaits('decision', 'decision')),
  track: state(...registered, decided('approve'), awaits('result', 'paper')),
} satisfies Partial<Record<StepKind, CaseState>>
const kinds = Object.keys(states) as (keyof typeof states)[]
const everyKind = languages.flatMap(language => kinds.map(kind => [language, kind] as const))

/** A case stands at signing only once it was reviewed; here only the place matters. */
const placeOf = (kind: StepKind, of: CaseState) => path(flow, of).find(({ step }) => step.kind === kind)
const at_ = (kind: keyof typeof states): Question =>
  question(states[kind], kind === 'sign' ? placeOf(kind, states[kind]) : undefined)
const screenOf = (kind: keyof typeof states): Screen => ({ kind: 'question', question: at_(kind) })

describe.each(everyKind)('in %s, a question of kind %s', (language, kind) => {
  const calls = render(language, screenOf(kind))

  test('stands where the case stands and is asked in that language', () => {
    expect(at_(kind).place.step.kind).toBe(kind)
    const other = language === 'kk' ? 'ru' : 'kk'
    const path = `steps.${at_(kind).place.step.id}.question`
    if (kind !== 'track') expect(text(calls)).toContain(translateDerived(language, flow.id, path))
    expect(text(calls)).not.toContain(translateDerived(other, flow.id, path))
  })

  test('has one button to a row, numbered as the typed numbers count', () => {
    expect(rows(calls).every(row => row.length === 1)).toBe(true)
    const numbered = buttons(calls).filter(({ callback_data }) => callback_data)
    expect(numbered.map(({ text }) => text.split('.')[0])).toEqual(numbered.map((_, i) => String(i + 1)))
    expect(calls.at(-1)?.actions?.map(encodeAction)).toEqual(numbered.map(({ callback_data }) => callback_data))
  })

  test('shows no IIN and no id of a step', () => {
    expect(text(calls)).not.toContain(iin)
    expect(text(calls)).not.toContain(at_(kind).place.step.id)
  })
})

test('every button of every flow fits into 64 bytes and comes back as it was', () => {
  const inputs = [
    { kind: 'agreed' },
    { kind: 'confirmed' },
    { kind: 'went-back' },
    { kind: 'keeps' },
    { kind: 'adds-item' },
    { kind: 'closes-items' },
    { kind: 'tries-again' },
    { kind: 'deletes' },
    { kind: 'removes-item', item: 10 },
    ...flow.steps.flatMap(step => {
      const inner = step.kind === 'each' ? step.steps.map(item => ({ ...item, id: `${step.id}.10.${item.id}` })) : []
      return [step, ...inner].flatMap(({ id, ...rest }) => [
        { kind: 'changes', ref: id } as const,
        ...(rest.kind === 'choose'
          ? rest.options.map(option => ({ kind: 'chose', ref: id, option: option.id }) as const)
          : []),
      ])
    }),
  ] as const
  const actions: Action[] = [
    { kind: 'begin', flow: flow.id },
    ...inputs.map((input): Action => ({ kind: 'case', tag: 'ffffffff', revision: 99_999, input })),
  ]
  for (const action of actions) {
    const data = encodeAction(action)
    expect(new TextEncoder().encode(data).length).toBeLessThanOrEqual(64)
    expect(decodeAction(data)).toEqual(action)
  }
})

describe('what people typed', () => {
  test('stays text: nothing of it becomes markup', () => {
    expect(text(ask('kk', states.choose))).toContain('Сынақова Айгүл &lt;b&gt;')
  })

  test('is shown in words at the review, with the IIN masked and each answer changeable', () => {
    const said = text(ask('ru', states.review))
    expect(said).toContain('ИИН: 90••••••••17')
    expect(said).toContain('Телефон: +7 701 123 45 67')
    expect(said).toContain('Форма результата: В электронном виде')
    expect(said).toContain('Сынақов Әли, дата рождения: 7 марта 2015 года')
    expect(said).toContain('5 минут')
    expect(buttons(ask('ru', states.review)).map(({ text }) => text)).toEqual([
      '1. Всё верно, перейти к подписанию',
      '2. Изменить: ИИН',
      '3. Изменить: Личные данные',
      '4. Изменить: Телефон',
      '5. Изменить: Запись в реестре',
      '6. Изменить: Форма результата',
      '7. Меню',
    ])
  })

  test('inside a repetition names the child it belongs to', () => {
    const closed = state(...missing, ...ward, { kind: 'items-closed', ref: 'wards' }, answer('delivery', 'paper'))
    const said = text(ask('kk', closed))
    expect(said).toContain('Бала 1: Баланың туған күні: 2015 жылғы 7 наурыз')
    expect(said).toContain('Тағайындау туралы шешім: 3 бет')
    expect(said).toContain('3 жұмыс күні')
    expect(text(ask('kk', states.each))).toContain('Бала 1 — Сынақов Әли')
  })
})

describe('a way back', () => {
  test('is offered once there is something behind, and "as it was" when an answer is looked at again', () => {
    expect(text(ask('ru', states.ask))).toContain('ИИН')
    expect(buttons(ask('ru', states.ask)).map(({ text }) => text)).toEqual(['1. Меню'])
    expect(buttons(ask('ru', states.identify)).map(({ text }) => text)).toContain('1. Назад')
    const again = state(...reviewed, { kind: 'revisited', ref: 'phone' })
    expect(buttons(ask('ru', again)).map(({ text }) => text)).toEqual(['1. Оставить как есть', '2. Назад', '3. Меню'])
  })
})

describe('what is done elsewhere', () => {
  const url = (calls: Outgoing[]) => buttons(calls).find(button => button.url)?.url

  test('signing in opens our page, which leads to the portal', () => {
    expect(url(ask('kk', states.identify))).toBe(
      'https://tereze.example/sign-in/sign-in~01234567-89ab-4cde-8f01-23456789abcd~identity?lang=kk',
    )
  })

  test('signing opens eGov Mobile with the address of API №1', () => {
    const calls = render('kk', screenOf('sign'))
    expect(url(calls)).toBe(
      `https://m.egov.example/mobileSign/?link=${encodeURIComponent('https://tereze.example/mgov/sign/sign~01234567-89ab-4cde-8f01-23456789abcd~9')}`,
    )
    expect(text(calls)).toContain('10:15')
  })

  test('every page of ours speaks the language of the chat', () => {
    const says: Saying[] = [{ kind: 'note', key: 'prove-again' }]
    expect(text(render('ru', { kind: 'nothing' }, says))).toContain('https://tereze.example/my?lang=ru')
    const leading = [...ask('ru', states.identify), ...ask('ru', states.upload), ...render('ru', screenOf('sign'))]
    const ours = buttons(leading).flatMap(({ url }) => (url?.startsWith('https://tereze.example/') ? [url] : []))
    expect(ours).toHaveLength(3)
    for (const address of ours) expect(address).toMatch(/\?lang=ru$/)
  })

  test('a document too large for the chat has a page', () => {
    const calls = ask('ru', states.upload)
    expect(url(calls)).toContain('https://tereze.example/upload/upload~')
    expect(text(calls)).toContain('PDF, JPEG, PNG')
    expect(text(calls)).toContain('20 МБ')
  })
})

describe('waiting', () => {
  test('shows that we are at it', () => {
    expect(ask('kk', states.check).map(({ method }) => method)).toEqual(['sendChatAction', 'sendMessage'])
  })

  test.each(languages)('for what is silent says in %s that all is kept', language => {
    const silent = [
      state(...identified, awaits('person', 'register'), late('person')),
      state(...missing, awaits('appointmentDecision', 'files'), late('appointmentDecision')),
      state(...signed, awaits('request', 'registration'), late('request')),
      state(...registered, decided('approve'), awaits('result', 'paper'), late('result')),
    ].map(of => ask(language, of))
    for (const calls of silent) expect(calls.map(({ method }) => method)).toEqual(['sendMessage'])
    const kept = language === 'kk' ? /сақталды|дайын болған бойда/i : /сохран|как только/i
    for (const calls of silent) expect(text(calls)).toMatch(kept)
  })

  test('for a decision shows the number to copy, the term and the due time', () => {
    const calls = ask('ru', states.act)
    expect(buttons(calls)[0]).toEqual({ text: 'Скопировать номер', copy_text: { text: 'ҚО-2026-7' } })
    expect(text(calls)).toContain('24 ноября 2026 года, не позднее 10:05')
    expect(text(calls)).toContain('5 минут')
  })

  test('for an overdue decision says so and how to complain', () => {
    const overdue = state(...registered, { kind: 'overdue', limit: 'T-05' })
    const said = text(ask('kk', overdue, [{ kind: 'note', key: 'overdue' }]))
    expect(said.match(/мерзім өтті/g)).toHaveLength(1)
    expect(said.match(/шағым/gi)).toHaveLength(1)
    expect(said).toContain('Шыққан бойда хабарлаймыз')
  })
})

describe('the end', () => {
  test('a certificate is sent as a paper, and the message after it says where else it goes, before it is there', () => {
    const done = state(...registered, decided('approve'), {
      kind: 'issued',
      ref: 'result',
      paper: 'certificate',
      number: 'А-1',
    })
    const [paper, message] = ask('kk', done, [{ kind: 'paper', paper: 'certificate', number: 'А-1' }])
    expect(paper).toMatchObject({
      method: 'sendDocument',
      paper: 'А-1',
      payload: { chat_id: 77, protect_content: true },
    })
    expect(String(message?.payload.text)).toContain('жеке кабинет')
  })

  test('a refusal tells number, date, ground, law, signer, what next and how to complain', () => {
    const refused = state(
      ...registered,
      decided('refuse', { ground: 'unreliable-documents', explanation: 'Шешім <нөмірі> жоқ' }),
      { kind: 'issued', ref: 'result', paper: 'refusal', number: 'БТ-3' },
    )
    const said = text(ask('ru', refused))
    const parts = [
      'в связи с имеющимися нарушениями в Ваших документах',
      'БТ-3',
      '24 ноября 2026 года, 10:00',
      'недостоверность',
      'Шешім &lt;нөмірі&gt; жоқ',
      'подпункт 11) пункта 11 Регламента',
      'Н. Бастық, руководитель, отдел',
      'подайте новое заявление',
      'жалобу',
      'в Ваш личный кабинет',
    ]
    for (const part of parts) expect(said).toContain(part)
  })

  test('a record of death stops the case kindly and leaves a way to try again', () => {
    const stopped = state(...identified, fact('person', 'deceased', person), {
      kind: 'halted',
      ref: 'person',
      refusal: 'record-of-death',
    })
    expect(text(ask('ru', stopped))).toContain('РАГС')
    expect(buttons(ask('ru', stopped)).map(({ text }) => text)).toContain('1. Попробовать ещё раз')
  })
})

describe('what is said first', () => {
  const attempt: Saying = {
    kind: 'refusal',
    ref: 'signature',
    refusal: 'RF-G4',
    reason: 'expired',
    law: '§11(7)',
    number: 2,
    at,
  }

  test('a refused attempt is worded as the regulation words it and keeps the draft', () => {
    const said = text(render('kk', screenOf('sign'), [attempt]))
    const parts = [
      'ЭЦҚ түпнұсқалығы расталмауына байланысты',
      'қолданылу мерзімі өткен',
      'Әрекет № 2 · 2026 жылғы 24 қараша, сағат 10:00',
      'Регламенттің 11-тармағының 7) тармақшасы',
      'жобасы сақталды',
      'шағым',
    ]
    for (const part of parts) expect(said).toContain(part)
  })

  test('a refusal without its case is a fault, never half a message', () => {
    expect(() => render('kk', { kind: 'menu' }, [attempt])).toThrow('RF-G4')
  })

  test('another case is named when the chat is busy with this one', () => {
    const aside: Screen = { kind: 'question', question: { ...question(states.act), aside: true } }
    expect(text(render('ru', aside))).toContain('О заявлении № ҚО-2026-7: Выдача справок')
  })
})

describe('screens', () => {
  test('the language is asked in both at once', () => {
    const calls = render('kk', { kind: 'choose-language' })
    expect(text(calls)).toContain('Тілді таңдаңыз')
    expect(text(calls)).toContain('Выберите язык')
    expect(buttons(calls).map(({ text }) => text)).toEqual(['1. Қазақша', '2. Русский'])
  })

  test.each(languages)('a service says in %s what it takes, by which edition, how long', language => {
    const said = text(render(language, { kind: 'service', flow }))
    const parts =
      language === 'kk'
        ? ['5 минут', '3 жұмыс күні', 'ескі редакция', 'ЭЦҚ']
        : ['5 минут', '3 рабочих дня', 'старая редакция', 'ЭЦП']
    for (const part of parts) expect(said).toContain(part)
    expect(said.indexOf('5 минут')).toBeLessThan(said.indexOf(language === 'kk' ? '3 жұмыс күні' : '3 рабочих дня'))
  })

  test('my applications can be opened, and drafts deleted', () => {
    const lines = [
      { tag: 'aaaaaaaa', flow: flow.id, status: 'draft', startedAt: at },
      { tag: 'bbbbbbbb', flow: flow.id, status: 'registered', startedAt: at, due: at, number: 'ҚО-1' },
    ] as const
    const calls = render('ru', { kind: 'cases', cases: lines })
    expect(calls.at(-1)?.actions?.map(encodeAction)).toEqual([
      'open:aaaaaaaa',
      'delete:aaaaaaaa',
      'open:bbbbbbbb',
      'services',
      'menu',
    ])
    expect(text(calls)).toContain('не позднее 24 ноября 2026 года')
  })

  test('an application that came to its end is no longer due', () => {
    const ended = (['issued', 'refused'] as const).map(status => ({
      ...{ tag: 'cccccccc', flow: flow.id, status, startedAt: at, due: at, number: 'ҚО-1' },
    }))
    expect(text(render('ru', { kind: 'cases', cases: ended }))).not.toContain('Срок')
  })

  test('/status says what the application is, how it stands and since when, then what is asked', () => {
    const said = text(render('ru', { kind: 'question', question: question(states.ask), status: true }))
    expect(said).toMatch(
      /^Ваше заявление: Выдача справок по опеке и попечительству. Статус: заполняется. Начато: 24 ноября 2026 года.\n\n<b>Введите ИИН/,
    )
  })

  test.each([{ kind: 'menu' }, { kind: 'help' }] as const)('$kind names the commands', screen => {
    const said = text(render('kk', screen))
    for (const command of ['/menu', '/status', '/cancel', '/language', '/help']) expect(said).toContain(command)
  })

  test('help says what is being asked', () => {
    expect(text(render('kk', { kind: 'help', question: question(states.ask) }))).toContain('ЖСН енгізіңіз')
  })

  test('nothing to show is no message', () => {
    expect(render('kk', { kind: 'nothing' })).toEqual([])
  })
})

test('a demonstration says so in the last line of every message and caption', () => {
  const marked = createTelegramFace({ links, publicUrl: '', mobileSignLink: url => url, specimen: true })
  const says: Saying[] = [{ kind: 'paper', paper: 'receipt', number: 'Қ-1' }]
  const calls = marked.render({ language: 'ru', says, screen: { kind: 'menu' } }, address, 'push')
  expect(calls).toHaveLength(2)
  for (const call of calls) expect(text([call]).split('\n').at(-1)).toBe('СЫНАҚ ҮЛГІСІ / ТЕСТОВЫЙ ОБРАЗЕЦ')
})
