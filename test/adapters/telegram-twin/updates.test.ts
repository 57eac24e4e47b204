import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { open } from './bot.ts'

type Delivered = { secret: string | undefined; path: string; id: number; text?: string }

type Verdict = { status?: number; headers?: Record<string, string>; body?: string }

/** A product that answers each delivery as told; 200 when told nothing. */
async function product(verdict: (delivered: Delivered, times: number) => Verdict = () => ({})) {
  const delivered: Delivered[] = []
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const update = JSON.parse(await text(request))
    const secret = request.headers['x-telegram-bot-api-secret-token']?.toString()
    const one = { secret, path: request.url ?? '', id: update.update_id, text: update.message?.text }
    delivered.push(one)
    const times = delivered.filter(({ id }) => id === one.id).length
    const { status = 200, headers = {}, body = '' } = verdict(one, times)
    response.writeHead(status, headers).end(body)
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { delivered, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const ids = (reply: { result: unknown }) => (reply.result as { update_id: number }[]).map((one) => one.update_id)

test('polling: an update comes again until an offset passes it', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  for (const word of ['/start', 'two', 'three']) await ana.says(ana.bot, word)
  const [first, second, third] = ids(await call('getUpdates'))
  expect([second, third]).toEqual([first! + 1, first! + 2])
  expect(ids(await call('getUpdates', { limit: 2 }))).toEqual([first, second])
  expect(ids(await call('getUpdates', { offset: third }))).toEqual([third])
  expect(ids(await call('getUpdates', { offset: -1 }))).toEqual([third])
  expect(ids(await call('getUpdates', { offset: third! + 1 }))).toEqual([])
  await twin.settled()
})

test('a long poll wakes at the first update; a second poller ends it', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  const first = call('getUpdates', { timeout: 50 })
  while ((await call('getMe')) && twin.calls.length < 2);
  const second = call('getUpdates', { timeout: 50 })
  expect(await first).toMatchObject({
    error_code: 409,
    description: expect.stringContaining('terminated by other getUpdates'),
  })
  await ana.opens('')
  expect(ids(await second)).toHaveLength(1)
})

test('what the bot did not ask for is never queued', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  await call('getUpdates', { allowed_updates: ['callback_query'] })
  await ana.opens('')
  expect(ids(await call('getUpdates'))).toEqual([])
  expect((await call('getWebhookInfo')).result).toMatchObject({ url: '', allowed_updates: ['callback_query'] })
  await call('getUpdates', { allowed_updates: [] })
  await ana.says(ana.bot, 'now')
  expect(ids(await call('getUpdates'))).toHaveLength(1)
})

test('updates wait a day, presses two and a half minutes', async () => {
  const now = { ms: Date.UTC(2026, 10, 22) }
  const { twin, call, updates } = await open({ now: () => now.ms })
  const ana = twin.person('Ana')
  await ana.opens('')
  await updates()
  const reply_markup = { inline_keyboard: [[{ text: 'A', callback_data: '1' }]] }
  await call('sendMessage', { chat_id: ana.account.user.id, text: 'x', reply_markup })
  await ana.presses(ana.sees(ana.bot).at(-1)!, 'A')
  await ana.says(ana.bot, 'hello')
  now.ms += 150_000
  expect(ids(await call('getUpdates'))).toHaveLength(1)
  now.ms += 24 * 3600_000
  await twin.settled()
  expect(ids(await call('getUpdates'))).toEqual([])
})

test('webhook: the registered path at the product, with the secret; polling is refused meanwhile', async () => {
  const { twin, call } = await open({ mode: 'webhook' })
  const ana = twin.person('Ana')
  const { delivered, url } = await product()
  await ana.opens('')
  const secret_token = twin.env.TELEGRAM_WEBHOOK_SECRET
  await call('setWebhook', { url: `${twin.env.PUBLIC_URL}/telegram/webhook`, secret_token })
  expect(delivered).toEqual([])
  await twin.connect(url)
  await twin.settled()
  expect(delivered).toMatchObject([{ path: '/telegram/webhook', secret: secret_token, text: '/start' }])
  expect(await call('getUpdates')).toMatchObject({
    error_code: 409,
    description: expect.stringContaining('webhook is active'),
  })
  expect(JSON.stringify(twin.calls)).not.toContain(secret_token)
  await call('deleteWebhook')
  expect(await call('getUpdates')).toMatchObject({ ok: true })
})

test('webhook: a refused update is repeated and holds back its own chat only', async () => {
  const { twin, call } = await open()
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  const { delivered, url } = await product(({ text }, times) => ({
    status: text === '/start a' && times < 3 ? 503 : 200,
  }))
  await call('setWebhook', { url })
  await ana.says(ana.bot, '/start a')
  await ana.says(ana.bot, 'then b')
  await twin.connect(url)
  await minh.says(minh.bot, '/start c')
  await twin.settled()
  const texts = delivered.map((one) => one.text)
  expect(texts.filter((text) => text !== '/start c')).toEqual(['/start a', '/start a', '/start a', 'then b'])
  expect(texts.indexOf('/start c')).toBeLessThan(3)
  const info = (await call('getWebhookInfo')).result
  expect(info).toMatchObject({ pending_update_count: 0, last_error_message: expect.stringContaining('503') })
})

test('webhook: Retry-After is honoured', async () => {
  const { twin, call } = await open()
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  const { delivered, url } = await product(({ text }, times) => {
    if (text === '/start later') return { status: 503, headers: { 'retry-after': '3600' } }
    return { status: times < 4 ? 503 : 200 }
  })
  await call('setWebhook', { url })
  await twin.connect(url)
  await ana.says(ana.bot, '/start later')
  await minh.says(minh.bot, '/start')
  while ((await call('getWebhookInfo')).result.pending_update_count! > 1);
  expect(delivered.map((one) => one.text).sort()).toEqual([...Array(4).fill('/start'), '/start later'])
})

test('webhook: a call in the answer is made', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  const body = JSON.stringify({ method: 'sendMessage', chat_id: ana.account.user.id, text: 'in the answer' })
  const { url } = await product(() => ({ body }))
  await call('setWebhook', { url })
  await twin.connect(url)
  await ana.opens('')
  await twin.settled()
  expect(ana.sees(ana.bot).at(-1)?.text).toBe('in the answer')
})
