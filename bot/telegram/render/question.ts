import type { Question } from '../../../flows/reception/view.ts'
import type { StepKind } from '../../../flows/vocabulary.ts'
import type { Asked, Context, Renderers } from './context.ts'
import { escapeHtml } from './html.ts'
import type { Content } from './message.ts'
import { ask, choose, consent } from './steps/asking.ts'
import { check } from './steps/check.ts'
import { each } from './steps/each.ts'
import { identify } from './steps/identify.ts'
import { review } from './steps/review.ts'
import { sign } from './steps/sign.ts'
import { track } from './steps/track.ts'
import { upload } from './steps/upload.ts'
import { act, book, handOver, submit } from './steps/waiting.ts'

const renderers: Renderers = {
  consent,
  ask,
  choose,
  identify,
  check,
  upload,
  each,
  review,
  sign,
  submit,
  act,
  'hand-over': handOver,
  book,
  track,
}

const renderAs = <K extends StepKind>(kind: K, question: Question, context: Context): Content =>
  renderers[kind]({ ...question, step: question.place.step } as Asked<K>, context)

/** Which case this is about, when the chat is busy with another one. */
function aboutCase({ flow, state }: Question, { say, sayOf }: Context): string {
  const service = sayOf(flow, 'title')
  const number = state.registered?.number
  return escapeHtml(
    number ? say('common:about.caseWithNumber', { number, service }) : say('common:about.case', { service }),
  )
}

/** Where a case stands. */
export function renderQuestion(question: Question, context: Context): Content {
  const content = renderAs(question.place.step.kind, question, context)
  const about = question.aside ? [aboutCase(question, context)] : []
  return { ...content, paragraphs: [...about, ...content.paragraphs] }
}
