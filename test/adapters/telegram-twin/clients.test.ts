import { Bot, InlineKeyboard } from 'grammy'
import { Telegraf } from 'telegraf'
import { expect, onTestFinished, test } from 'vitest'
import type { TwinRoom, TwinSeen } from '#contract'
import type { Person } from '../../../adapters/telegram/twin/people.ts'
import { open } from './bot.ts'

/** Waits until a person sees what they wait for. */
async function until(person: Person, room: TwinRoom, wanted: (seen: TwinSeen) => boolean): Promise<TwinSeen> {
  for (;;) {
    const found = person.sees(room).findLast(wanted)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const reads = (text: string) => (seen: TwinSeen) => seen.text === text

/** The same little bot in two libraries that know nothing of each other. */
test('grammY runs against it unmodified', async () => {
  const { twin } = await open()
  const bot = new Bot(twin.env.TELEGRAM_BOT_TOKEN!, { client: { apiRoot: twin.env.TELEGRAM_API_URL! } })
  bot.command('start', (ctx) =>
    ctx.reply(`Hello ${ctx.match}`, { reply_markup: new InlineKeyboard().text('Yes', 'y:1') }),
  )
  bot.callbackQuery(/^y:(\d)/, async (ctx) => {
    await ctx.answerCallbackQuery('Thanks')
    await ctx.editMessageText(`Chosen ${ctx.match[1]}`)
  })
  bot.on('message:forward_origin', (ctx) => ctx.reply(`Relayed: ${ctx.msg.text}`))
  await bot.api.setMyCommands([{ command: 'start', description: 'Begin' }], { scope: { type: 'all_private_chats' } })
  const running = bot.start()
  onTestFinished(async () => {
    await bot.stop()
    await running
  })
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  const group = await twin.group('Oak Street', [ana, minh])
  await ana.opens(`https://t.me/${twin.botUsername}?start=code_1`)
  await ana.presses(await until(ana, ana.bot, reads('Hello code_1')), 'Yes')
  expect(await until(ana, ana.bot, reads('Chosen 1'))).toMatchObject({ edited: true, buttons: [] })
  expect(await until(ana, ana.bot, reads('Thanks'))).toMatchObject({ ephemeral: true })
  await ana.relays(await minh.says(group, 'the lamp is out'))
  await until(ana, ana.bot, reads('Relayed: the lamp is out'))
  expect(twin.violations).toEqual([])
})

test('telegraf runs against it unmodified', async () => {
  const { twin } = await open()
  const bot = new Telegraf(twin.env.TELEGRAM_BOT_TOKEN!, { telegram: { apiRoot: twin.env.TELEGRAM_API_URL! } })
  const inline_keyboard = [[{ text: 'Yes', callback_data: 'y:1' }]]
  bot.start((ctx) => ctx.reply(`Hello ${ctx.payload}`, { reply_markup: { inline_keyboard } }))
  bot.action(/^y:(\d)/, async (ctx) => {
    await ctx.answerCbQuery('Thanks')
    await ctx.editMessageText(`Chosen ${ctx.match[1]}`)
  })
  bot.command('relay', (ctx) => ctx.reply('Heard in the group'))
  const launched = bot.launch()
  const ana = twin.person('Ana')
  const group = await twin.group('Oak Street', [ana])
  await ana.opens('code_1')
  await ana.presses(await until(ana, ana.bot, reads('Hello code_1')), 'Yes')
  expect(await until(ana, ana.bot, reads('Chosen 1'))).toMatchObject({ edited: true, buttons: [] })
  await ana.commands(group, 'relay')
  await until(ana, group, reads('Heard in the group'))
  expect(twin.violations).toEqual([])
  bot.stop()
  await launched
})
