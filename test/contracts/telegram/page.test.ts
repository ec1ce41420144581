import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { Bot, InlineKeyboard, InputFile } from 'grammy'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningSandbox, startSandbox } from './sandbox.ts'

const letters = 'ӘәҒғҚқҢңӨөҰұҮүҺһІі ₸'
let sandbox: RunningSandbox
let bot: Bot
let browser: Browser
let running: Promise<void>

beforeAll(async () => {
  sandbox = await startSandbox({ tokens: ['8000:page'] })
  bot = createBot(sandbox.url)
  await bot.api.setMyCommands([{ command: 'help', description: 'Көмек' }])
  running = bot.start()
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] })
}, 60_000)

afterAll(async () => {
  await browser.close()
  await bot.stop()
  await running
  await sandbox.close()
})

function createBot(apiRoot: string): Bot {
  const bot = new Bot('8000:page', { client: { apiRoot } })
  const choices = new InlineKeyboard()
    .text('Қазақша', 'kk')
    .text('Русский', 'ru')
    .row()
    .url('Стандарт', 'https://adilet.zan.kz')
  bot.command('start', context =>
    context.reply(`<b>Тіл</b>: ${letters}`, { parse_mode: 'HTML', reply_markup: choices }),
  )
  bot.command('help', context => context.reply('Көмек осында'))
  bot.callbackQuery('kk', async context => {
    await context.answerCallbackQuery({ text: 'Қабылданды', show_alert: false })
    await context.editMessageText('Тіл: қазақша')
    await context.replyWithDocument(new InputFile(Buffer.from('%PDF-1.7'), 'Анықтама.pdf'))
  })
  bot.on('message:photo', context =>
    context.reply('Тағы бар ма?', { reply_markup: { keyboard: [['Осымен бітті']], resize_keyboard: true } }),
  )
  bot.hears('Осымен бітті', context => context.replyWithChatAction('typing'))
  bot.hears('<i>құпия</i>', context => context.deleteMessage())
  return bot
}

async function open(user: number, language: 'kk' | 'ru', width = 390): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(`${sandbox.url}/?user=${user}&lang=${language}`)
  return page
}

const violations = async (page: Page) => {
  const found = await new AxeBuilder({ page }).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

describe('The chat page', { timeout: 30_000 }, () => {
  it('goes from the start button over a tap to a file, by keyboard alone', async () => {
    const page = await open(81, 'kk')
    await page.getByRole('button', { name: 'Бастау' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Қазақша', exact: true }).focus()
    await page.keyboard.press('Space')
    await page.getByText('Тіл: қазақша').waitFor()
    await page.getByText('Қабылданды').waitFor()
    await page.getByText('өзгертілді').waitFor()
    const file = page.getByRole('link', { name: /^Файлды ашу: Анықтама\.pdf/ })
    expect(await file.getAttribute('target')).toBe('_blank')
    const answer = await fetch((await file.getAttribute('href')) ?? '')
    expect(await answer.text()).toBe('%PDF-1.7')
    await page.context().close()
  })

  it('sends typed text as text, and lets a deleted message vanish', async () => {
    const page = await open(82, 'kk')
    await page.getByRole('button', { name: 'Бастау' }).click()
    await page.getByLabel('Хабарлама', { exact: true }).fill('<i>құпия</i>')
    await page.keyboard.press('Enter')
    await page.getByText('<i>құпия</i>').waitFor({ state: 'detached' })
    const sent = sandbox.transcript.read({ contains: '<i>құпия</i>' })
    expect(sent.some(({ kind }) => kind === 'update')).toBe(true)
    await page.context().close()
  })

  it('sends several photos as an album, shows the reply keyboard and that the bot is typing', async () => {
    const page = await open(83, 'ru')
    await page.getByRole('button', { name: 'Начать' }).click()
    await page.getByRole('button', { name: 'Приложить файл' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Фотография' }).click()
    const buffer = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#0b6b7f' } })
      .png()
      .toBuffer()
    const photo = (name: string) => ({ name, mimeType: 'image/png', buffer })
    await (await chooser).setFiles([photo('1.png'), photo('2.png')])
    await page.getByRole('button', { name: 'Осымен бітті' }).click()
    await page.getByText('печатает…').waitFor()
    const sent = sandbox.transcript.read({ contains: 'media_group_id' })
    expect(sent.filter(({ kind }) => kind === 'update')).toHaveLength(2)
    await page.context().close()
  })

  it('offers the commands of the bot in a menu that Escape closes', async () => {
    const page = await open(84, 'kk')
    await page.getByRole('button', { name: 'Бастау' }).click()
    const opener = page.getByRole('button', { name: 'Командалар мәзірі' })
    await opener.click()
    await page.getByRole('button', { name: '/help' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await opener.and(page.locator(':focus')).count()).toBe(1)
    await opener.click()
    await page.getByRole('button', { name: '/help' }).click()
    await page.getByText('Көмек осында').waitFor()
    await page.context().close()
  })

  it.each(['kk', 'ru'] as const)('has nothing that axe objects to, on phone and desktop (%s)', async language => {
    for (const [user, width] of [
      [85, 390],
      [86, 1280],
    ] as const) {
      const page = await open(user, language, width)
      expect(await violations(page)).toEqual([])
      const start = page.locator('.start:visible')
      if ((await start.count()) > 0) await start.click()
      await page.getByRole('button', { name: 'Қазақша', exact: true }).first().waitFor()
      expect(await violations(page)).toEqual([])
      await page.locator('[data-sheet=attach]').click()
      expect(await violations(page)).toEqual([])
      await page.context().close()
    }
  })

  it('draws every Kazakh letter with Noto Sans, and every target at least 44 pixels high', async () => {
    const page = await open(87, 'kk')
    await page.getByRole('button', { name: 'Бастау' }).click()
    await page.getByText(letters).waitFor()
    const faces = await page.evaluate(
      `document.fonts.load('16px "Noto Sans"', '${letters}').then(faces => faces.length)`,
    )
    expect(faces).toBeGreaterThanOrEqual(2)
    const heights = await page
      .locator('.buttons :is(a, button), #compose button, nav a')
      .evaluateAll(nodes => nodes.map(node => node.getBoundingClientRect().height))
    expect(heights.length).toBeGreaterThan(5)
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    await page.context().close()
  })

  it('says on its foot that it is a specimen', async () => {
    const page = await open(88, 'ru')
    expect(await page.locator('.specimen').textContent()).toBe('СЫНАҚ ҮЛГІСІ / ТЕСТОВЫЙ ОБРАЗЕЦ')
    await page.context().close()
  })
})
