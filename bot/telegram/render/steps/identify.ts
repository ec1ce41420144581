import { pageUrl, type Renderer } from '../context.ts'
import { questionParagraphs, wayOut } from './question.ts'

const linkSeconds = 15 * 60

export const identify: Renderer<'identify'> = (asked, context) => {
  const { links, say } = context
  const token = links.make('sign-in', asked.caseId, asked.place.ref, linkSeconds)
  return {
    paragraphs: questionParagraphs(asked, context),
    buttons: [
      { text: say('common:buttons.signIn'), url: pageUrl(`/sign-in/${token}`, context) },
      ...wayOut(asked, context),
    ],
  }
}
