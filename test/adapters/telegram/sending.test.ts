import { afterEach, describe, expect, it } from 'vitest'
import type { Message, Place } from '#contract'
import { create } from '../../../adapters/telegram/index.ts'
import { botApi, engine, token } from './bot-api.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const words = (text: string, rest: Partial<Message> = {}): Message => ({
  summary: 'You have an update',
  locale: 'en',
  blocks: [{ kind: 'text', spans: [{ text }] }],
  actions: [],
  ...rest,
})
const rosa: Place = { platform: 'telegram', workspace: '1000001', ref: '510000002', kind: 'private' }
const desk: Place = { platform: 'telegram', workspace: '1000001', ref: '-1001700000002', thread: '55', kind: 'group' }

async function running() {
  const api = await botApi()
  const adapter = create({ token, apiUrl: api.url })
  const { stop } = await adapter.start(engine().ports)
  ending.push(api.close, stop)
  return { api, adapter }
}

describe('sending', () => {
  it('posts text and entities, never markup', async () => {
    const { api, adapter } = await running()
    const post = {
      to: desk,
      message: words('<b>Hi</b> evil.com', { actions: [{ label: 'Take', ref: 'dGFrZQ' }] }),
      nonce: 'n',
      silent: true,
    }
    expect(await adapter.deliver(post)).toEqual({ status: 'delivered', ref: expect.stringMatching(/^\d+$/) })
    expect(api.of('sendMessage')).toEqual([
      {
        chat_id: -1_001_700_000_002,
        message_thread_id: 55,
        text: '<b>Hi</\u2060b> evil.\u2060com',
        entities: [],
        reply_markup: { inline_keyboard: [[{ text: 'Take', callback_data: 'dGFrZQ' }]] },
        link_preview_options: { is_disabled: true },
        disable_notification: true,
      },
    ])
  })

  it('edits and erases; what is done already is done', async () => {
    const { api, adapter } = await running()
    const delivered = { status: 'delivered', ref: '61' }
    expect(await adapter.edit?.(rosa, '61', words('New'))).toEqual(delivered)
    expect(api.of('editMessageText')).toMatchObject([{ chat_id: 510_000_002, message_id: 61, text: 'New' }])
    api.refuse(
      'editMessageText',
      400,
      'Bad Request: message is not modified: specified new message content is the same',
    )
    expect(await adapter.edit?.(rosa, '61', words('New'))).toEqual(delivered)
    api.refuse('deleteMessage', 400, 'Bad Request: message to delete not found')
    expect(await adapter.erase?.(rosa, '61')).toEqual(delivered)
    api.refuse('editMessageText', 400, 'Bad Request: message to edit not found')
    expect(await adapter.edit?.(rosa, '61', words('New'))).toMatchObject({ status: 'failed', reason: 'gone' })
  })

  it('does not know what became of a post without an answer, but may edit again', async () => {
    const { api, adapter } = await running()
    for (const answer of ['hang up', { status: 502, body: '<html>' }, { status: 500, body: {} }] as const) {
      api.answer('sendMessage', () => answer)
      expect(await adapter.deliver({ to: rosa, message: words('Hi'), nonce: 'n' })).toMatchObject({ status: 'unknown' })
      api.answer('editMessageText', () => answer)
      expect(await adapter.edit?.(rosa, '61', words('Hi'))).toMatchObject({ status: 'failed', reason: 'unreachable' })
    }
  })

  it('knows that nothing was sent when nobody listens', async () => {
    const { api, adapter } = await running()
    api.close()
    expect(await adapter.deliver({ to: rosa, message: words('Hi'), nonce: 'n' })).toEqual({
      status: 'failed',
      reason: 'unreachable',
      code: 'ECONNREFUSED',
    })
  })

  it('tells how long to wait and where a group went', async () => {
    const { api, adapter } = await running()
    api.refuse('sendMessage', 429, 'Too Many Requests: retry after 3', { retry_after: 3 })
    api.refuse('sendMessage', 400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -1005,
    })
    const post = { to: desk, message: words('Hi'), nonce: 'n' }
    expect(await adapter.deliver(post)).toMatchObject({ reason: 'throttled', retryAfterMs: 3000 })
    expect(await adapter.deliver(post)).toMatchObject({ reason: 'gone', movedTo: '-1005' })
  })
})
