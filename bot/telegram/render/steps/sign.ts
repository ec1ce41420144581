import { formatNotLaterThanTime } from '../../../../locales/format.ts'
import { type Asked, type Context, caseButton, menuButton, pageUrl, type Renderer } from '../context.ts'
import { escapeHtml } from '../html.ts'
import type { Content, OutsideButton } from '../message.ts'
import { questionParagraphs } from './question.ts'

const linkSeconds = 15 * 60

/** Button links must be http(s) or tg, so the app is opened through its launcher, with the address of API №1 inside. */
function signButtons({ caseId }: Asked<'sign'>, key: string, context: Context): OutsideButton[] {
  const { links, publicUrl, mobileSignLink, say } = context
  const token = links.make('sign', caseId, key, linkSeconds)
  return [
    { text: say('common:buttons.sign'), url: mobileSignLink(`${publicUrl}/mgov/sign/${token}`) },
    { text: say('common:buttons.signByQr'), url: pageUrl(`/sign/${token}`, context) },
  ]
}

const late = (context: Context): Content => ({
  paragraphs: [escapeHtml(context.say('common:waiting.signature'))],
  buttons: [menuButton(context)],
})

export const sign: Renderer<'sign'> = (asked, context) => {
  const { pending } = asked.state
  if (pending?.delayed) return late(context)
  const { say, language } = context
  const until = pending?.until
  const notLater = until === undefined ? undefined : formatNotLaterThanTime(language, until)
  const hints = [say('common:sign.qr'), ...(notLater ? [say('common:sign.until', { notLater })] : [])]
  return {
    paragraphs: [
      ...questionParagraphs(asked, context),
      escapeHtml(say('common:sign.steps')),
      escapeHtml(hints.join('\n')),
    ],
    buttons: [
      ...(pending ? signButtons(asked, pending.key, context) : []),
      caseButton(say('common:buttons.newLink'), asked, { kind: 'tries-again' }),
      caseButton(say('common:buttons.changeAnswers'), asked, { kind: 'went-back' }),
      menuButton(context),
    ],
  }
}
