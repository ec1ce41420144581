import type { ChecklistDocument, Flow } from '../../../../flows/vocabulary.ts'
import { type Asked, type Context, menuButton, pageUrl, type Renderer } from '../context.ts'
import { escapeHtml } from '../html.ts'
import type { Content } from '../message.ts'
import { questionParagraphs, wayOut } from './question.ts'

const linkSeconds = 60 * 60

/** Errors: `RangeError` when the checklist does not name the document, which soundness refuses at start. */
export function documentOf({ checklist, id }: Flow, document: string): ChecklistDocument {
  const found = checklist.documents.find(candidate => candidate.id === document)
  if (!found) throw new RangeError(`the checklist of ${id} has no document ${document}`)
  return found
}

const checking = ({ state }: Asked<'upload'>, context: Context): Content => ({
  paragraphs: [escapeHtml(context.say(state.pending?.delayed ? 'common:waiting.files' : 'common:upload.checking'))],
  buttons: [menuButton(context)],
  busy: !state.pending?.delayed,
})

function accepted({ accept, maxMegabytes, maxPages }: ChecklistDocument, { say }: Context): string {
  const formats = accept.map(name => name.toUpperCase()).join(', ')
  return say('common:upload.formats', { formats, megabytes: maxMegabytes, pages: maxPages })
}

export const upload: Renderer<'upload'> = (asked, context) => {
  if (asked.state.pending?.what === 'files') return checking(asked, context)
  const { flow, step, caseId, place } = asked
  const { say, links } = context
  const hints = [accepted(documentOf(flow, step.document), context), say('telegram:upload'), say('common:upload.web')]
  const token = links.make('upload', caseId, place.ref, linkSeconds)
  return {
    paragraphs: [...questionParagraphs(asked, context), escapeHtml(hints.join('\n'))],
    buttons: [
      { text: say('common:buttons.upload'), url: pageUrl(`/upload/${token}`, context) },
      ...wayOut(asked, context),
    ],
  }
}
