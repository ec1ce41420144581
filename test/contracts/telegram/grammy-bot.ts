import { createServer } from 'node:http'
import express from 'express'
import { Bot, GrammyError, InputFile, webhookCallback } from 'grammy'
import { certificate, keyboard, pieces, type StartBot, words } from './dialog.ts'
import { listen } from './listen.ts'

/** The dialog in grammY. */
export const startGrammy: StartBot = async (apiRoot, token, transport) => {
  const bot = createBot(apiRoot, token)
  await bot.api.deleteWebhook()
  await bot.init()
  if (transport === 'polling') {
    const running = bot.start({ timeout: 20 })
    return { stop: () => bot.stop().then(() => running) }
  }
  const app = express().post('/hook', express.json(), webhookCallback(bot, 'express', { secretToken: 'contract' }))
  const { url, close } = await listen(createServer(app))
  await bot.api.setWebhook(`${url}/hook`, { secret_token: 'contract' })
  return { stop: close }
}

function createBot(apiRoot: string, token: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } })
  bot.command('start', context => context.reply(words.hello, { parse_mode: 'HTML', reply_markup: keyboard }))
  bot.command('long', async context => {
    for (const piece of pieces(words.long)) await context.reply(piece)
  })
  bot.command('wrong', async context => {
    const error = await context.reply('<x>', { parse_mode: 'HTML' }).catch(error => error)
    await context.reply(error instanceof GrammyError ? `${error.error_code} ${error.description}` : 'no error')
  })
  bot.command('certificate', context =>
    context.replyWithDocument(new InputFile(certificate, words.certificate), { caption: words.caption }),
  )
  bot.callbackQuery(/^choose:/, async context => {
    await context.answerCallbackQuery({ text: 'Қабылданды' })
    await context.editMessageText(words.chosen, { parse_mode: 'HTML' })
  })
  bot.on('message:document', async context => {
    const { file_path } = await context.getFile()
    const file = await fetch(`${apiRoot}/file/bot${token}/${file_path}`)
    await context.replyWithChatAction('typing')
    await context.reply(`${context.message.document.file_name}: ${(await file.arrayBuffer()).byteLength}`)
  })
  bot.on('message:photo', context => context.reply(`${context.message.photo.at(-1)?.width}`))
  bot.on('edited_message:text', context => context.reply(`→ ${context.editedMessage.text}`))
  bot.on('message:text', context => context.deleteMessage())
  return bot
}
