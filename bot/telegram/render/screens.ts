import type { Action } from '../../../flows/reception/action.ts'
import type { CaseLine, Question, Screen } from '../../../flows/reception/view.ts'
import { languages } from '../../../flows/values/language.ts'
import { dateInAlmaty } from '../../../flows/values/time.ts'
import type { Flow } from '../../../flows/vocabulary.ts'
import { formatDate, formatNotLaterInYear } from '../../../locales/format.ts'
import { translate, translateDerived } from '../../../locales/translate.ts'
import { type Context, menuButton, stepPath } from './context.ts'
import { bold, escapeHtml } from './html.ts'
import type { ActionButton, Content } from './message.ts'
import { renderQuestion } from './question.ts'
import { serviceScreen } from './service.ts'

const button = (text: string, action: Action): ActionButton => ({ text, action })

/** Nobody has said yet what he reads: both languages at once. */
const chooseLanguage = (): Content => ({
  paragraphs: [languages.map(language => bold(translate(language, 'common:language.question'))).join('\n')],
  buttons: languages.map(language =>
    button(translate(language, `common:language.${language}`), { kind: 'language', language }),
  ),
})

const title = ({ flow }: CaseLine, { language }: Context) => translateDerived(language, flow, 'title')

function menu({ current }: Extract<Screen, { kind: 'menu' }>, context: Context): Content {
  const { say } = context
  const hints = [say('telegram:numbers'), say('telegram:anytime')]
  const status = current && say(`common:status.${current.status}`)
  const about = status ? [escapeHtml(say('common:menu.current', { service: title(current, context), status }))] : []
  return {
    paragraphs: [...about, bold(say('common:menu.title')), hints.map(escapeHtml).join('\n')],
    buttons: [
      ...(current ? [button(say('common:buttons.continue'), { kind: 'continue' })] : []),
      button(say('common:buttons.services'), { kind: 'services' }),
      button(say('common:buttons.cases'), { kind: 'cases' }),
      button(say('common:buttons.help'), { kind: 'help' }),
      button(say('common:buttons.language'), { kind: 'choose-language' }),
      button(say('common:buttons.forget'), { kind: 'forget' }),
    ],
  }
}

function services({ flows }: { flows: readonly Flow[] }, context: Context): Content {
  return {
    paragraphs: [bold(context.say('common:services.title'))],
    buttons: [
      ...flows.map(flow => button(context.sayOf(flow, 'title'), { kind: 'service', flow: flow.id })),
      menuButton(context),
    ],
  }
}

/** A due date says something only while something is due. */
const isAwaited = ({ status }: CaseLine) => status === 'submitted' || status === 'registered' || status === 'decided'

function caseParagraph(line: CaseLine, place: number, context: Context): string {
  const { say, language } = context
  const details = [
    say(`common:status.${line.status}`),
    say('common:cases.started', { date: formatDate(language, dateInAlmaty(line.startedAt)) }),
    ...(line.number ? [say('common:cases.number', { number: line.number })] : []),
    ...(line.due && isAwaited(line)
      ? [say('common:cases.due', { due: formatNotLaterInYear(language, dateInAlmaty(line.due)) })]
      : []),
  ]
  return [bold(`${place}) ${title(line, context)}`), ...details.map(escapeHtml)].join('\n')
}

/** Only what was not sent can be deleted by its owner. */
const isDraft = ({ status }: CaseLine) => status === 'draft' || status === 'halted'

/** The words of a button name the case by its place in the list above it. */
function caseButtons(line: CaseLine, place: number, context: Context): ActionButton[] {
  const what = `${place}) ${title(line, context)}`
  const { say } = context
  return [
    button(say('common:buttons.open', { what }), { kind: 'open', tag: line.tag }),
    ...(isDraft(line) ? [button(say('common:buttons.delete', { what }), { kind: 'delete', tag: line.tag })] : []),
  ]
}

function cases({ cases: lines }: Extract<Screen, { kind: 'cases' }>, context: Context): Content {
  const { say } = context
  const listed = lines.map((line, i) => caseParagraph(line, i + 1, context))
  const empty = lines.length === 0 ? [escapeHtml(say('common:cases.empty'))] : []
  const newCase = button(say('common:buttons.services'), { kind: 'services' })
  return {
    paragraphs: [bold(say('common:cases.title')), ...empty, ...listed],
    buttons: [...lines.flatMap((line, i) => caseButtons(line, i + 1, context)), newCase, menuButton(context)],
  }
}

const helpParts = ['about', 'how', 'commands', 'safety'] as const

function help({ question: asked }: Extract<Screen, { kind: 'help' }>, context: Context): Content {
  const { say, sayOf } = context
  const question = asked && sayOf(asked.flow, `${stepPath(asked)}.question`)
  const here = question ? [escapeHtml(say('common:help.place', { question }))] : []
  const goOn = question ? [button(say('common:buttons.continue'), { kind: 'continue' })] : []
  return {
    paragraphs: [...here, ...helpParts.map(part => escapeHtml(say(`common:help.${part}`)))],
    buttons: [...goOn, menuButton(context)],
  }
}

function confirmForget(context: Context): Content {
  const { say } = context
  return {
    paragraphs: [bold(say('common:forget.question')), escapeHtml(say('common:forget.effect'))],
    buttons: [
      button(say('common:buttons.forgetConfirmed'), { kind: 'forget-confirmed' }),
      button(say('common:buttons.cancel'), { kind: 'menu' }),
    ],
  }
}

const forgotten = ({ say }: Context): Content => ({ paragraphs: [escapeHtml(say('common:forget.done'))], buttons: [] })

/** What the application is, how it stands and since when; then the question. */
function withStatus(question: Question, context: Context): Content {
  const { say, sayOf, language } = context
  const { flow, state } = question
  const current = { service: sayOf(flow, 'title'), status: say(`common:status.${state.status}`) }
  const since = say('common:cases.started', { date: formatDate(language, dateInAlmaty(state.startedAt)) })
  const content = renderQuestion(question, context)
  const line = escapeHtml(`${say('common:menu.current', current)} ${since}.`)
  return { ...content, paragraphs: [line, ...content.paragraphs] }
}

export function renderScreen(screen: Screen, context: Context): Content {
  switch (screen.kind) {
    case 'choose-language':
      return chooseLanguage()
    case 'menu':
      return menu(screen, context)
    case 'services':
      return services(screen, context)
    case 'service':
      return serviceScreen(screen.flow, context)
    case 'cases':
      return cases(screen, context)
    case 'help':
      return help(screen, context)
    case 'confirm-forget':
      return confirmForget(context)
    case 'forgotten':
      return forgotten(context)
    case 'question':
      return screen.status ? withStatus(screen.question, context) : renderQuestion(screen.question, context)
    case 'nothing':
      return { paragraphs: [], buttons: [] }
  }
}
