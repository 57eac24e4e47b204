import { createServer, request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Block } from '#contract'
import { create } from '../../../adapters/telegram/index.ts'
import { botApi, engine, listen, saying, token } from './bot-api.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const secret = 'shared_secret-1'
const door = 'POST /telegram/webhook'

async function hooked(answer?: Parameters<typeof engine>[0]) {
  const api = await botApi()
  const desk = engine(answer)
  const adapter = create({
    token,
    apiUrl: api.url,
    webhook: { url: 'https://hearback.example.org/telegram/webhook', secret },
  })
  const web = createServer((request, response) => void adapter.routes![door]!(request, response))
  const url = await listen(web)
  ending.push(
    api.close,
    () => web.close(),
    () => web.closeAllConnections(),
  )
  const post = (body: string | Buffer | object, headers: Record<string, string> = {}) =>
    fetch(`${url}/telegram/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret, ...headers },
      body: typeof body === 'string' ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    })
  return { api, adapter, url, post, ...desk }
}

describe('webhook', () => {
  it('tells Telegram where, what and with which secret', async () => {
    const { api, adapter, ports } = await hooked()
    const running = await adapter.start(ports)
    expect(api.of('setWebhook')).toEqual([
      {
        url: 'https://hearback.example.org/telegram/webhook',
        secret_token: secret,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      },
    ])
    expect(api.of('getUpdates')).toEqual([])
    await running.stop()
  })

  it('answers 200 only after the commit', async () => {
    let commit = () => {}
    const committed = new Promise<void>((resolve) => {
      commit = resolve
    })
    const { adapter, ports, post, received } = await hooked(async () => {
      await committed
      return { kind: 'none' }
    })
    const running = await adapter.start(ports)
    let status = 0
    const posting = post(saying(1, 'hello')).then((response) => {
      status = response.status
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(status).toBe(0)
    commit()
    await posting
    expect([status, received.length]).toEqual([200, 1])
    await running.stop()
  })

  it('asks for the update again when nothing was committed', async () => {
    let away = true
    const { adapter, ports, post, received } = await hooked(() => {
      if (away) throw new Error('database away')
      return { kind: 'none' }
    })
    expect((await post(saying(1, 'too early'))).status).toBe(503)
    const running = await adapter.start(ports)
    const refused = await post(saying(1, 'hello'))
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    away = false
    expect((await post(saying(1, 'hello'))).status).toBe(200)
    expect(received).toHaveLength(1)
    await running.stop()
    expect((await post(saying(2, 'too late'))).status).toBe(503)
  })

  it('lets nobody else in', async () => {
    const { adapter, ports, post, received } = await hooked()
    const running = await adapter.start(ports)
    for (const wrong of ['', 'shared_secret-2', secret.slice(0, -1), `${secret}x`, secret.toUpperCase()]) {
      expect((await post(saying(1, 'hello'), { 'x-telegram-bot-api-secret-token': wrong })).status).toBe(403)
    }
    expect((await post('x'.repeat(300 * 1024))).status).toBe(413)
    for (const broken of ['{', '[]', 'null', '{"update_id":"1"}', Buffer.from([0x7b, 0xff, 0x7d])]) {
      expect((await post(broken)).status).toBe(400)
    }
    expect(received).toEqual([])
    await running.stop()
  })

  it('stops reading a body that has no announced end', async () => {
    const { adapter, ports, url } = await hooked()
    const running = await adapter.start(ports)
    const status = await new Promise((resolve, reject) => {
      const headers = { 'x-telegram-bot-api-secret-token': secret, 'transfer-encoding': 'chunked' }
      const request = httpRequest(`${url}/telegram/webhook`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode)
        response.resume()
        request.end()
      })
      request.on('error', reject)
      for (let chunk = 0; chunk < 5; chunk++) request.write(Buffer.alloc(64 * 1024, 0x20))
    })
    expect(status).toBe(413)
    await running.stop()
  })

  it('reads a letter that spans two chunks', async () => {
    const { adapter, ports, url, received } = await hooked()
    const running = await adapter.start(ports)
    const body = Buffer.from(JSON.stringify(saying(1, 'фонарь 街灯 🌙')))
    const status = await new Promise((resolve) => {
      const headers = { 'x-telegram-bot-api-secret-token': secret, 'content-length': body.length }
      const request = httpRequest(`${url}/telegram/webhook`, { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      request.setNoDelay(true)
      let at = 0
      const next = () => {
        if (at === body.length) return void request.end()
        request.write(body.subarray(at, ++at))
        setImmediate(next)
      }
      next()
    })
    expect(status).toBe(200)
    expect(received).toMatchObject([{ kind: 'text', text: 'фонарь 街灯 🌙' }])
    await running.stop()
  })

  it('waits at the end for what is in hand, reply included', async () => {
    let commit = () => {}
    const committed = new Promise<void>((resolve) => {
      commit = resolve
    })
    const { api, adapter, ports, post, received } = await hooked(async () => {
      await committed
      const blocks: Block[] = [{ kind: 'text', spans: [{ text: 'Heard' }] }]
      return { kind: 'notice', message: { summary: 'Heard', locale: 'en', blocks, actions: [] } }
    })
    const running = await adapter.start(ports)
    const posting = post(saying(1, 'hello'))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const stopping = running.stop()
    commit()
    await stopping
    expect(received).toHaveLength(1)
    expect(api.of('sendMessage')).toMatchObject([{ chat_id: 510_000_002, text: 'Heard' }])
    expect((await posting).status).toBe(200)
  })
})
