import { formatDateTime } from '../../../../locales/format.ts'
import { formatLaw } from '../../../../locales/law.ts'
import { type Asked, type Context, menuButton, type Renderer } from '../context.ts'
import { bold, escapeHtml } from '../html.ts'
import type { Button, Content } from '../message.ts'
import { questionParagraphs } from './question.ts'
import { copyButton } from './waiting.ts'

type Track = Asked<'track'>

const numberButton = (number: string | undefined, context: Context): Button[] =>
  number === undefined ? [] : [copyButton(number, context)]

/** For those who deleted the message, or could not be reached when it came. */
const papersButton = ({ tag }: Track, { say }: Context): Button => ({
  text: say('common:buttons.papers'),
  action: { kind: 'papers', tag },
})

const lines = (all: readonly (string | false | undefined)[]) => escapeHtml(all.filter(Boolean).join('\n'))

function preparing({ state }: Track, context: Context): Content {
  const late = state.pending?.delayed ?? false
  return {
    paragraphs: [escapeHtml(context.say(late ? 'common:waiting.paper' : 'common:result.preparing'))],
    buttons: [menuButton(context)],
    busy: !late,
  }
}

function issued(asked: Track, context: Context): Content {
  const { state } = asked
  const { say } = context
  const number = state.papers.certificate?.number
  const onPaper = Object.values(state.answers).includes('paper')
  const text = lines([
    number !== undefined && say('common:result.paperNumber', { number }),
    say('common:result.delivered'),
    onPaper && say('common:result.paper'),
  ])
  return {
    paragraphs: [...questionParagraphs(asked, context), text],
    buttons: [...numberButton(number, context), papersButton(asked, context), menuButton(context)],
  }
}

function signerLine({ state }: Track, { say, language }: Context): string | undefined {
  const signer = state.decided?.signer
  if (!signer) return undefined
  const [position, body] = language === 'kk' ? [signer.positionKk, signer.bodyKk] : [signer.positionRu, signer.bodyRu]
  return say('common:result.signer', { name: signer.name, position, body })
}

/** Which refusal of the flow the decision came to, if it was one. */
function refusalOf({ flow, state }: Track) {
  const act = flow.steps.find(step => step.kind === 'act' && step.id === state.decided?.ref)
  const consequence = act?.kind === 'act' ? act.outcomes[state.decided?.outcome ?? ''] : undefined
  return consequence === 'continue' ? undefined : consequence
}

/** A refusal says number, date, ground with law, signer, what next and how to complain (D-20). */
function refused(asked: Track, context: Context): Content {
  const { flow, state } = asked
  const { say, sayOf, language } = context
  const refusal = refusalOf(asked)
  const { ground, explanation, at } = state.decided ?? {}
  const number = state.papers.refusal?.number
  const text = lines([
    number !== undefined && say('common:result.paperNumber', { number }),
    at && say('common:result.decidedAt', { at: formatDateTime(language, at) }),
    ground && say('common:result.ground', { ground: sayOf(flow, `grounds.${ground}`) }),
    explanation && say('common:result.explanation', { explanation }),
    refusal && say('common:refusal.law', { law: formatLaw(language, refusal.law) }),
    signerLine(asked, context),
    refusal && say('common:refusal.next', { next: sayOf(flow, `refusals.${refusal.id}.next`) }),
    say('common:refusal.complain'),
    say('common:result.delivered'),
  ])
  return {
    paragraphs: [...(refusal ? [bold(sayOf(flow, `refusals.${refusal.id}.title`))] : []), text],
    buttons: [...numberButton(number, context), papersButton(asked, context), menuButton(context)],
  }
}

/** The way of the result to the applicant, and the result itself. */
export const track: Renderer<'track'> = (asked, context) => {
  if (asked.state.status === 'issued') return issued(asked, context)
  return asked.state.status === 'refused' ? refused(asked, context) : preparing(asked, context)
}
