import type { Flow } from '../../../flows/vocabulary.ts'
import { type Context, menuButton } from './context.ts'
import { bold, escapeHtml } from './html.ts'
import type { Content } from './message.ts'

/** The last promise of a track is its plain case; those before it are exceptions that lead to the same term. */
const tracks = ({ promise }: Flow) => [...new Set(promise.map(({ track }) => track).toReversed())].toReversed()

const section = (heading: string, lines: readonly string[]) => [bold(heading), ...lines.map(escapeHtml)].join('\n')
const listed = (lines: readonly string[]) => lines.map(line => `• ${line}`)

/** What a service is for, what it takes, how long, and by which edition of the law: all of it before anything is asked. */
export function serviceScreen(flow: Flow, context: Context): Content {
  const { say, sayOf } = context
  const documents = flow.checklist.documents.map(({ id }) => sayOf(flow, `documents.${id}`))
  const promises = tracks(flow).map(track => sayOf(flow, `promise.${track}`))
  const editions = flow.editions.map(({ id }) => sayOf(flow, `editions.${id}`))
  return {
    paragraphs: [
      [bold(sayOf(flow, 'title')), escapeHtml(sayOf(flow, 'about'))].join('\n\n'),
      section(say('common:service.needs'), [sayOf(flow, 'needs')]),
      ...(documents.length > 0 ? [section(say('common:service.documents'), listed(documents))] : []),
      section(say('common:service.howLong'), listed(promises)),
      section(say('common:service.edition'), editions),
    ],
    buttons: [
      { text: say('common:buttons.begin'), action: { kind: 'begin', flow: flow.id } },
      { text: say('common:buttons.services'), action: { kind: 'services' } },
      menuButton(context),
    ],
  }
}
