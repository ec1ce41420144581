import type { Saying } from '../../../flows/engine/input.ts'
import type { Screen, View } from '../../../flows/reception/view.ts'
import type { Face } from '../../../services/cases/port.ts'
import { type TelegramLimits, telegramLimits } from '../limits.ts'
import { type Context, contextFor, type Surroundings } from './context.ts'
import { escapeHtml } from './html.ts'
import { type Envelope, messages, paperMessage } from './message.ts'
import { noteParagraph, refusalParagraph } from './says.ts'
import { renderScreen } from './screens.ts'

export interface FaceOptions extends Surroundings {
  /** Every message of a demonstration says that it is one. */
  specimen: boolean
  limits?: TelegramLimits
}

/** A refusal is said together with the question of the case that it concerns. */
export class RefusalWithoutCase extends Error {
  override readonly name = 'RefusalWithoutCase'
}

function sayingParagraphs(saying: Saying, screen: Screen, context: Context): string[] {
  if (saying.kind === 'note') return [noteParagraph(saying, context)]
  if (saying.kind === 'paper') return []
  if (screen.kind !== 'question') throw new RefusalWithoutCase(`${saying.refusal} is said on '${screen.kind}'`)
  return [refusalParagraph(saying, screen.question, context)]
}

const caption = ({ paper, number }: Extract<Saying, { kind: 'paper' }>, { say }: Context) =>
  escapeHtml(say(`common:papers.${paper as 'certificate' | 'receipt' | 'refusal'}`, { number }))

const isPaper = (saying: Saying) => saying.kind === 'paper'

function papers(view: View, context: Context, envelope: Envelope) {
  return view.says.filter(isPaper).map(paper => paperMessage(caption(paper, context), paper.number, envelope))
}

/**
 * The chat: classic HTML messages and one inline keyboard of a single column. What is said comes first, then the
 * papers, then where the citizen stands. Pure. Errors: `MissingText`; `RefusalWithoutCase`.
 */
export function createTelegramFace(options: FaceOptions): Face {
  const { specimen, limits = telegramLimits } = options
  return {
    render(view, address, priority) {
      const context = contextFor(view.language, options)
      const envelope: Envelope = { address, priority, specimen, limits }
      const screen = renderScreen(view.screen, context)
      const said = view.says.flatMap(saying => sayingParagraphs(saying, view.screen, context))
      const content = { ...screen, paragraphs: [...said, ...screen.paragraphs] }
      return [...papers(view, context, envelope), ...messages(content, envelope)]
    },
  }
}
