import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Outcome, Place } from '#contract'
import conformance from '../../../adapters/slack/conformance.ts'
import { classify } from '../../../adapters/slack/errors.ts'
import { codesOnly } from '../../../adapters/slack/logger.ts'
import { Transport } from '../../../adapters/slack/transport.ts'
import { listening } from './stand.ts'

it.each(conformance.failures)('understands %j', ({ error, expect: expected }) =>
  expect(classify(error)).toEqual(expected),
)

it.each([undefined, null, 'x', 7, {}, new Error('private words')])('makes a code of anything: %s', (error) => {
  const outcome = classify(error)
  expect(outcome.status).toBe('unknown')
  expect(outcome.code).toMatch(/^[\w.]+$/u)
})

const desk = (ref = 'C0000DESK'): Place => ({ platform: 'slack', workspace: 'T1', ref, kind: 'group' })
const message = { summary: 'Hello', locale: 'en', blocks: [], actions: [] }
type Serve = (request: IncomingMessage, response: ServerResponse) => void

async function withSlack(serve: Serve, use: (api: Transport) => Promise<void>) {
  const server = await listening(createServer(serve))
  const codes: string[] = []
  const logger = codesOnly((code) => codes.push(code))
  const connect = { token: 'xoxb-1', logger, heard: () => undefined, now: () => Date.now() }
  try {
    await use(new Transport({ ...connect, apiUrl: `${server.url}/api/` }))
  } finally {
    await server.stop()
  }
}

describe('the real client against a broken Slack', () => {
  it.each<[string, Serve, Outcome, Outcome?]>([
    ['hangs up', (q) => q.socket.destroy(), { status: 'unknown', code: 'UND_ERR_SOCKET' }],
    ['is a bad gateway', (_, s) => s.writeHead(502).end('<x>'), { status: 'unknown', code: 'http_502' }],
    ['is a page', (_, s) => s.end('<html>hello Rosa'), { status: 'unknown', code: 'unreadable_answer' }],
    [
      'is throttled',
      (_, s) => s.writeHead(429, { 'retry-after': '7' }).end(),
      { status: 'failed', reason: 'throttled', code: 'ratelimited', retryAfterMs: 7_000, scope: 'place' },
    ],
    [
      'is throttled and says no time',
      (_, s) => s.writeHead(429).end(),
      { status: 'failed', reason: 'throttled', code: 'ratelimited', retryAfterMs: 30_000, scope: 'place' },
    ],
    [
      'refuses',
      (_, s) => s.end('{"ok":false,"error":"is_archived"}'),
      { status: 'failed', reason: 'gone', code: 'is_archived' },
    ],
    ['moved', (_, s) => s.writeHead(404).end(), { status: 'failed', reason: 'misconfigured', code: 'http_404' }],
  ])('that %s', async (_, serve, expected) => {
    await withSlack(serve, async (api) => {
      expect(await api.deliver({ to: desk(), message, nonce: 'n1' })).toEqual(expected)
    })
  })

  it('repeats what may be repeated: an edit with no answer is only unreachable', async () => {
    await withSlack(
      (q) => q.socket.destroy(),
      async (api) => {
        const unreachable = { status: 'failed', reason: 'unreachable', code: 'UND_ERR_SOCKET' }
        expect(await api.edit(desk(), '1.2', message)).toEqual(unreachable)
        expect(await api.erase(desk(), '1.2')).toEqual(unreachable)
        expect(await api.deliver({ to: { ...desk('U00000ANA'), kind: 'private' }, message, nonce: 'n' })).toEqual(
          unreachable,
        )
      },
    )
  })

  it('takes a second throttled channel for the whole workspace', async () => {
    await withSlack(
      (_, s) => s.writeHead(429, { 'retry-after': '30' }).end(),
      async (api) => {
        const scopes = []
        for (const ref of ['C1', 'C1', 'C2']) scopes.push(await api.deliver({ to: desk(ref), message, nonce: 'n' }))
        expect(scopes).toMatchObject([{ scope: 'place' }, { scope: 'place' }, { scope: 'platform' }])
      },
    )
  })

  it('finds nobody at home', async () => {
    const { url, stop } = await listening(createServer())
    await stop()
    const logger = codesOnly(() => undefined)
    const api = new Transport({ token: 'xoxb-1', apiUrl: `${url}/api/`, logger, heard: () => undefined, now: () => 0 })
    const outcome = await api.deliver({ to: desk(), message, nonce: 'n' })
    expect(outcome).toEqual({ status: 'failed', reason: 'unreachable', code: 'ECONNREFUSED' })
  })

  it('erases what is gone already', async () => {
    await withSlack(
      (_, s) => s.end('{"ok":false,"error":"message_not_found"}'),
      async (api) => expect(await api.erase(desk(), '1.2')).toEqual({ status: 'delivered', ref: '1.2' }),
    )
  })
})

it('logs codes, never words', () => {
  const logged: unknown[] = []
  const logger = codesOnly((code, fields) => logged.push([code, fields]))
  logger.error(
    'WebSocket error! the words of Rosa',
    Object.assign(new Error('Rosa'), { data: { error: 'invalid_auth' } }),
  )
  logger.warn('the words of Rosa')
  logger.info('the words of Rosa')
  expect(logged).toEqual([
    ['slack.library_error', { code: 'invalid_auth' }],
    ['slack.library_warning', {}],
  ])
})
