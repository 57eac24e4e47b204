import { createServer } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Place } from '#contract'
import { create } from '../../../adapters/telegram/index.ts'
import { openTransport } from '../../../adapters/telegram/transport.ts'
import { botApi, engine, listen, saying, token, until } from './bot-api.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
  vi.restoreAllMocks()
})

const rosa: Place = { platform: 'telegram', workspace: '1000001', ref: '510000002', kind: 'private' }
const message = { summary: 'You have an update', locale: 'en', blocks: [], actions: [] }

describe('the token', () => {
  it('stands in no log line, no outcome and no output, whatever fails', async () => {
    const printed: unknown[] = []
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(text) > 0)
    const api = await botApi()
    for (const method of ['getMe', 'getUpdates', 'sendMessage']) {
      api.answer(method, () => 'hang up')
      api.answer(method, () => ({ status: 502, body: '<html>Bad Gateway</html>' }))
    }
    const { ports, logs, logged } = engine(() => {
      throw new Error('database away')
    })
    const adapter = create({ token, apiUrl: api.url })
    const { stop } = await adapter.start(ports)
    ending.push(api.close, stop)
    const outcomes: unknown[] = []
    for (let tries = 0; tries < 2; tries++) outcomes.push(await adapter.deliver({ to: rosa, message, nonce: 'n' }))
    api.push(saying(1, 'hello'))
    await until(() => logged('update.refused').length > 0)
    expect(new Set(logs.map(({ code }) => code))).toEqual(new Set(['start.failed', 'polling.failed', 'update.refused']))
    expect(JSON.stringify([logs, outcomes, printed])).not.toContain(token)
  })

  it('is not in what ends the start', async () => {
    const api = await botApi()
    ending.push(api.close)
    const wrong = '1000001:AAwrong'
    const { ports, logs } = engine()
    const ended = await create({ token: wrong, apiUrl: api.url })
      .start(ports)
      .catch((error: unknown) => error)
    expect(`${(ended as Error).stack} ${JSON.stringify(logs)}`).not.toContain(wrong)
  })

  it('follows no redirect to another server', async () => {
    const asked: unknown[] = []
    const elsewhere = createServer((request, response) => {
      asked.push(request.url)
      response.end('{"ok":true,"result":{}}')
    })
    const target = await listen(elsewhere)
    const proxy = createServer((request, response) =>
      response.writeHead(307, { location: `${target}${request.url}` }).end(),
    )
    const { call } = openTransport(await listen(proxy), token, () => 0)
    ending.push(
      () => proxy.close(),
      () => elsewhere.close(),
    )
    expect(await call('getMe')).toMatchObject({ ok: false })
    expect(asked).toEqual([])
  })
})
