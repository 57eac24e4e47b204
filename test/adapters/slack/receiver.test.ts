import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Inbound, Reply } from '#contract'
import { notice, product, SECRET, sign, standIn } from './stand.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../adapters/slack/fixtures/${name}.json`, import.meta.url), 'utf8'))
const slash = read('slash')
const events = read('events')

/** What the engine does in the next test. */
let receive: (inbound: Inbound) => Promise<Reply>
let api: Awaited<ReturnType<typeof standIn>>
let bot: Awaited<ReturnType<typeof product>>

beforeEach(async () => {
  receive = async () => ({ kind: 'none' })
  api = await standIn()
  bot = await product((inbound) => receive(inbound), api.url)
})
afterEach(async () => {
  await bot.stop()
  await api.stop()
})

const loud = (body: string, headers: Record<string, string>) =>
  fetch(`${bot.url}/slack/events`, { method: 'POST', headers, body }).then(({ status }) => status)

describe('the door', () => {
  it('answers only after the commit', async () => {
    const { promise: committed, resolve: commit } = Promise.withResolvers<void>()
    const order: string[] = []
    receive = async () => {
      await committed
      order.push('committed')
      return { kind: 'none' }
    }
    const answered = bot.event(events.text).then(({ status }) => order.push(`answered ${status}`))
    await expect.poll(() => bot.heard.length).toBe(1)
    expect(order).toEqual([])
    commit()
    await answered
    expect(order).toEqual(['committed', 'answered 200'])
  })

  it.each(['text', 'joined', 'uninstalled'])('asks for an uncommitted %s event again', async (name) => {
    receive = () => Promise.reject(new Error('the database is away'))
    const { status, headers } = await bot.event(events[name])
    expect([status, headers.get('x-slack-no-retry'), headers.get('retry-after')]).toEqual([503, null, '5'])
    expect(bot.logged).toContain('slack.not_committed')
  })

  it('fails an uncommitted command where the person sees it', async () => {
    receive = () => Promise.reject(new Error('the database is away'))
    expect((await bot.command(slash)).status).toBe(503)
  })

  it('hands every delivery of one event on under one id', async () => {
    await bot.event(events.text)
    await bot.event(events.text, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' })
    expect(bot.heard.map(({ id }) => id)).toEqual(['slack:Ev0TEXT', 'slack:Ev0TEXT'])
  })

  it('takes forms with and without a charset, and text of any script', async () => {
    const body = new URLSearchParams({ ...slash, text: 'relay la niña 你好' }).toString()
    await bot.post(body, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
    await bot.post(body, { 'content-type': 'Application/X-WWW-Form-Urlencoded' })
    expect(bot.heard).toMatchObject([{ text: 'la niña 你好' }, { text: 'la niña 你好' }])
  })

  it('proves its address to Slack', async () => {
    const { status, text } = await bot.event({ type: 'url_verification', challenge: 'c-123', token: 't' })
    expect([status, text]).toEqual([200, 'c-123'])
  })

  it('lets Slack look at the certificate, unsigned', async () => {
    expect(await loud('ssl_check=1&token=t', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(200)
    expect(bot.heard).toEqual([])
  })

  it('acknowledges what nobody knows', async () => {
    const unknown = [
      ...read('ignored'),
      { type: 'block_suggestion', name: 'x', value: '', team: { id: 'T1' }, user: { id: 'U1' } },
      { type: 'shortcut', callback_id: 'global', team: { id: 'T1' }, user: { id: 'U1' } },
      { type: 'something_new', team: { id: 'T1' } },
    ]
    for (const body of unknown) expect((await bot.click(body)).status, JSON.stringify(body)).toBe(200)
    expect(bot.heard).toEqual([])
  })

  it.each<[string, number, () => Promise<number>]>([
    ['an altered body', 401, () => loud('a=2', { ...form, ...sign('a=1') })],
    ['no signature', 401, () => loud('a=1', form)],
    ['a stale signature', 401, () => loud('a=1', { ...form, ...sign('a=1', SECRET, seconds() - 301) })],
    ['a signature from the future', 401, () => loud('a=1', { ...form, ...sign('a=1', SECRET, seconds() + 302) })],
    ['broken JSON', 400, () => bot.post('{', { 'content-type': 'application/json' }).then(({ status }) => status)],
    ['a list', 400, () => bot.post('[1]', { 'content-type': 'application/json' }).then(({ status }) => status)],
    ['another content type', 400, () => bot.post('a=1', { 'content-type': 'text/plain' }).then(({ status }) => status)],
    ['too much', 413, () => bot.post(Buffer.alloc(1_048_577, 97)).then(({ status }) => status)],
  ])('turns away %s', async (_, status, send) => {
    expect(await send()).toBe(status)
    expect(bot.heard).toEqual([])
  })

  it('finishes what it has in hand when it stops, and takes nothing new', async () => {
    const { promise: committed, resolve: commit } = Promise.withResolvers<void>()
    receive = () => committed.then(() => ({ kind: 'none' }))
    const inHand = bot.event(events.text)
    await expect.poll(() => bot.heard.length).toBe(1)
    let over = false
    const stopped = bot.running.stop().then(() => {
      over = true
    })
    expect((await bot.event(events.edited)).status).toBe(503)
    expect(over).toBe(false)
    commit()
    await stopped
    expect((await inHand).status).toBe(200)
  })
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const seconds = () => Math.floor(Date.now() / 1_000)

describe('before Slack has answered', () => {
  it('the door stays shut', async () => {
    const { default: slack } = await import('../../../adapters/slack/index.ts')
    const adapter = slack.create(slack.settings.parse({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: SECRET }))
    const { createServer } = await import('node:http')
    const { listening } = await import('./stand.ts')
    const server = await listening(createServer((q, s) => void adapter.routes!['POST /slack/events']!(q, s)))
    const response = await fetch(`${server.url}/slack/events`, {
      method: 'POST',
      headers: { ...form, ...sign('a=1') },
      body: 'a=1',
    })
    expect(response.status).toBe(503)
    await server.stop()
  })

  it('a refused token ends the start with Slack’s code', async () => {
    const refusing = await standIn({ 'auth.test': { ok: false, error: 'token_revoked' } })
    await expect(product(async () => notice('x'), refusing.url)).rejects.toThrow(
      'Slack refuses the bot token: token_revoked',
    )
    await refusing.stop()
  })
})
