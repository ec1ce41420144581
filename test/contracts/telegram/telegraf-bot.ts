import { createServer } from 'node:http'
import { Telegraf, TelegramError } from 'telegraf'
import { editedMessage, message } from 'telegraf/filters'
import { certificate, keyboard, pieces, type StartBot, words } from './dialog.ts'
import { listen } from './listen.ts'

/** The dialog in telegraf, which nobody of grammY's authors wrote. */
export const startTelegraf: StartBot = async (apiRoot, token, transport) => {
  const bot = createBot(apiRoot, token)
  await bot.telegram.deleteWebhook()
  bot.botInfo = await bot.telegram.getMe()
  if (transport === 'polling') {
    const running = bot.launch()
    return {
      stop: () => {
        bot.stop()
        return running
      },
    }
  }
  const { url, close } = await listen(createServer(bot.webhookCallback('/hook', { secretToken: 'contract' })))
  await bot.telegram.setWebhook(`${url}/hook`, { secret_token: 'contract' })
  return { stop: close }
}

function createBot(apiRoot: string, token: string): Telegraf {
  const bot = new Telegraf(token, { telegram: { apiRoot: `${apiRoot}/` } })
  bot.command('start', context => context.reply(words.hello, { parse_mode: 'HTML', reply_markup: keyboard }))
  bot.command('long', async context => {
    for (const piece of pieces(words.long)) await context.reply(piece)
  })
  bot.command('wrong', async context => {
    const error = await context.reply('<x>', { parse_mode: 'HTML' }).catch(error => error)
    await context.reply(error instanceof TelegramError ? `${error.code} ${error.description}` : 'no error')
  })
  bot.command('certificate', context =>
    context.replyWithDocument({ source: certificate, filename: words.certificate }, { caption: words.caption }),
  )
  bot.action(/^choose:/, async context => {
    await context.answerCbQuery('Қабылданды')
    await context.editMessageText(words.chosen, { parse_mode: 'HTML' })
  })
  bot.on(message('document'), async context => {
    const { file_path } = await context.telegram.getFile(context.message.document.file_id)
    const file = await fetch(`${apiRoot}/file/bot${token}/${file_path}`)
    await context.sendChatAction('typing')
    await context.reply(`${context.message.document.file_name}: ${(await file.arrayBuffer()).byteLength}`)
  })
  bot.on(message('photo'), context => context.reply(`${context.message.photo.at(-1)?.width}`))
  bot.on(editedMessage('text'), context => context.reply(`→ ${context.editedMessage.text}`))
  bot.on(message('text'), context => context.deleteMessage())
  return bot
}
