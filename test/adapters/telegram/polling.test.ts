import { afterEach, describe, expect, it } from 'vitest'
import type { Inbound } from '#contract'
import { codecFor } from '../../../adapters/telegram/codec.ts'
import { create } from '../../../adapters/telegram/index.ts'
import { startPolling } from '../../../adapters/telegram/polling.ts'
import { openTransport } from '../../../adapters/telegram/transport.ts'
import type { Update } from '../../../adapters/telegram/update.ts'
import { botApi, engine, saying, token, until } from './bot-api.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function polling(answer?: Parameters<typeof engine>[0]) {
  const api = await botApi()
  ending.push(api.close)
  const desk = engine(answer)
  const adapter = create({ token, apiUrl: api.url })
  const begin = async () => {
    const running = await adapter.start(desk.ports)
    ending.push(running.stop)
    return running
  }
  /** The loop alone, with short waits. */
  const loop = () => {
    const me = { id: 1_000_001, is_bot: true, first_name: 'Hearback', username: 'hearback_bot' }
    const { call } = openTransport(api.url, token, Date.now)
    const take = async (update: Update) => void (await desk.ports.receive(codecFor(me).decode(update)!))
    ending.push(
      startPolling({ call, take, log: desk.ports.log, most: { refused: 20, unreachable: 20, conflict: 20 } }).stop,
    )
  }
  return { api, adapter, begin, loop, ...desk }
}

const wordsOf = (received: Inbound[]) =>
  received.map((inbound) => (inbound.kind === 'text' ? inbound.text : inbound.kind))

describe('long polling', () => {
  it('asks only for what it reads, and confirms only what is committed', async () => {
    let commit = () => {}
    const committed = new Promise<void>((resolve) => {
      commit = resolve
    })
    const { api, begin, received } = await polling(async () => {
      await committed
      return { kind: 'none' }
    })
    await begin()
    api.push(saying(10, 'one'), saying(11, 'two'))
    await until(() => api.of('getUpdates').length === 1)
    expect(api.of('getUpdates')[0]).toMatchObject({
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    })
    expect(api.waiting()).toEqual([10, 11])
    commit()
    await until(() => api.waiting().length === 0)
    expect(wordsOf(received)).toEqual(['one', 'two'])
    expect(api.of('getUpdates')[1]).toMatchObject({ offset: 12 })
  })

  it('keeps the order within a chat and lets other chats pass', async () => {
    let commit = () => {}
    const slow = new Promise<void>((resolve) => {
      commit = resolve
    })
    const { api, begin, received } = await polling(async (inbound) => {
      if (inbound.kind === 'text' && inbound.text === 'slow') await slow
      return { kind: 'none' }
    })
    api.push(saying(1, 'slow', 7), saying(2, 'after it', 7), saying(3, 'elsewhere', 8))
    await begin()
    await until(() => received.length === 1)
    expect(wordsOf(received)).toEqual(['elsewhere'])
    commit()
    await until(() => received.length === 3)
    expect(wordsOf(received)).toEqual(['elsewhere', 'slow', 'after it'])
  })

  it('asks again for what the engine refused, and takes nothing twice', async () => {
    let refusals = 2
    const { api, loop, received } = await polling((inbound) => {
      if (inbound.kind === 'text' && inbound.text === 'again' && refusals-- > 0) throw new Error('database away')
      return { kind: 'none' }
    })
    api.push(saying(1, 'again', 7), saying(2, 'after it', 7), saying(3, 'elsewhere', 8))
    loop()
    await until(() => api.waiting().length === 0)
    expect(wordsOf(received)).toEqual(['elsewhere', 'again', 'after it'])
  })

  it('skips an update that the engine refuses while it takes others', async () => {
    let tries = 0
    const { api, loop, received, logged } = await polling((inbound) => {
      if (inbound.kind !== 'text' || inbound.text !== 'poison') return { kind: 'none' }
      tries += 1
      if (tries === 4) api.push(saying(9, 'new', 8))
      throw new Error('always')
    })
    api.push(saying(1, 'poison', 7), saying(2, 'behind it', 7))
    loop()
    await until(() => api.waiting().length === 0)
    expect(tries).toBeGreaterThanOrEqual(5)
    expect(wordsOf(received).sort()).toEqual(['behind it', 'new'])
    expect(logged('update.skipped')).toMatchObject([{ fields: { update: 1 } }])
  })

  it('drops nothing while the engine takes nothing', async () => {
    let away = true
    let tries = 0
    const { api, loop, received, logged } = await polling(() => {
      tries += 1
      if (away) throw new Error('database away')
      return { kind: 'none' }
    })
    api.push(saying(1, 'first', 7), saying(2, 'second', 7), saying(3, 'third', 8))
    loop()
    await until(() => tries > 14)
    away = false
    await until(() => api.waiting().length === 0)
    expect(wordsOf(received).sort()).toEqual(['first', 'second', 'third'])
    expect(logged('update.skipped')).toEqual([])
  })

  it('removes a webhook that stands in its way, and says so', async () => {
    const { api, begin, received, logged } = await polling()
    api.answer('getWebhookInfo', () => ({ body: { ok: true, result: { url: 'https://old.example' } } }))
    api.answer('getWebhookInfo', () => ({ body: { ok: true, result: { url: 'https://again.example' } } }))
    api.refuse(
      'getUpdates',
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    api.push(saying(1, 'hello'))
    await begin()
    await until(() => received.length === 1)
    expect(api.of('deleteWebhook')).toHaveLength(2)
    expect(logged('polling.failed')).toMatchObject([{ fields: { code: 'conflict' } }])
  })

  it('comes back after a lost connection and a foreign answer', async () => {
    const { api, loop, received, logged } = await polling()
    api.answer('getUpdates', () => 'hang up')
    api.answer('getUpdates', () => ({ status: 502, body: '<html>Bad Gateway</html>' }))
    api.push(saying(1, 'hello'))
    loop()
    await until(() => received.length === 1)
    expect(logged('polling.failed')).toHaveLength(2)
    expect(logged('polling.failed')[1]).toMatchObject({ fields: { code: 'http-502' } })
  })

  it('stops with the question on its way, and waits for what is in hand', async () => {
    let commit = () => {}
    const committed = new Promise<void>((resolve) => {
      commit = resolve
    })
    const { api, begin, received } = await polling(async () => {
      await committed
      return { kind: 'none' }
    })
    const running = await begin()
    await until(() => api.of('getUpdates').length === 1)
    api.push(saying(1, 'hello'))
    let stopped = false
    await until(() => api.of('getUpdates').length === 1 && api.waiting().length === 1)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const stopping = running.stop().then(() => {
      stopped = true
    })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(stopped).toBe(false)
    commit()
    await stopping
    expect(received).toHaveLength(1)
    const asked = api.of('getUpdates').length
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(api.of('getUpdates')).toHaveLength(asked)
  })
})

describe('start', () => {
  it('asks until Telegram answers', async () => {
    const { api, adapter, begin } = await polling()
    api.answer('getMe', () => 'hang up')
    api.answer('getMe', () => ({ status: 502, body: '<html>' }))
    expect(adapter.lastContact()).toBe(0)
    await begin()
    expect(api.of('getMe')).toHaveLength(3)
    expect(adapter.lastContact()).toBeGreaterThan(0)
    expect(adapter.link?.('7K3M')).toBe('https://t.me/hearback_bot?start=7K3M')
  })

  it('says which variable is wrong', async () => {
    const api = await botApi()
    ending.push(api.close)
    const adapter = create({ token: '1:wrong', apiUrl: api.url })
    await expect(adapter.start(engine().ports)).rejects.toThrow(/TELEGRAM_BOT_TOKEN.*BotFather/)
  })
})
