import { Telegraf } from 'telegraf'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Message, Reply } from '#contract'
import { fixture } from '../../../adapters/telegram/conformance.ts'
import { create } from '../../../adapters/telegram/index.ts'
import { botApi, engine, saying, token, until } from './bot-api.ts'

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
async function running(reply: Reply = { kind: 'none' }) {
  const api = await botApi()
  const side = engine(() => reply)
  const adapter = create({ token, apiUrl: api.url })
  const { stop } = await adapter.start(side.ports)
  ending.push(api.close, stop)
  return { api, adapter, ...side }
}

describe('replies', () => {
  const notice = (text: string, rest?: Partial<Message>): Reply => ({ kind: 'notice', message: words(text, rest) })

  it('answers every press, also one that is nothing to us', async () => {
    const { api } = await running()
    const bare = fixture('press')
    delete bare.callback_query!.data
    api.push(fixture('press'), { ...bare, update_id: 731_000_099 })
    await until(() => api.of('answerCallbackQuery').length === 2)
    expect(api.of('answerCallbackQuery')[0]).toEqual({ callback_query_id: '2190433127114000001' })
    expect(api.of('sendMessage')).toEqual([])
  })

  it('shows a short notice as a toast and a longer one as a box', async () => {
    for (const [text, show_alert] of [
      ['Taken', false],
      ['A sentence that needs more than a glance to be read to its end.', true],
    ] as const) {
      const { api } = await running(notice(text))
      api.push(fixture('press-topic'))
      await until(() => api.of('answerCallbackQuery').length === 1)
      expect(api.of('answerCallbackQuery')).toMatchObject([{ show_alert }])
      expect(api.of('sendMessage')).toEqual([])
    }
  })

  it('sends what does not fit a toast to the person, never to the group', async () => {
    const { api } = await running(notice('Choose', { actions: [{ label: 'Yes', ref: 'eQ' }] }))
    api.push(fixture('press-topic'))
    await until(() => api.of('sendMessage').length === 1)
    expect(api.of('answerCallbackQuery')).toEqual([{ callback_query_id: '2190433127114000002' }])
    expect(api.of('sendMessage')).toMatchObject([{ chat_id: 510_000_003 }])
    expect(api.of('sendMessage')[0]).not.toHaveProperty('message_thread_id')
  })

  it('answers a command of the group in private, and is silent where it may not', async () => {
    const { api, logged } = await running(notice('Forward it to me instead'))
    api.refuse('sendMessage', 403, "Forbidden: bot can't initiate conversation with a user")
    api.push(fixture('command-reply'), fixture('command-anonymous'))
    await until(() => logged('notice.unsent').length === 1 && logged('notice.nobody').length === 1)
    expect(api.of('sendMessage')).toMatchObject([{ chat_id: 510_000_001 }])
    expect(logged('notice.unsent')).toMatchObject([{ fields: { code: 'never-started' } }])
  })

  it('swallows a press that is too old, and keeps the order of its words', async () => {
    const { api, logs } = await running(notice('long '.repeat(2000)))
    api.refuse(
      'answerCallbackQuery',
      400,
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    )
    api.push(fixture('press'), saying(731_000_100, 'hello'))
    await until(() => api.of('sendMessage').length === 6)
    expect(api.of('sendMessage').every(({ chat_id }) => chat_id === 510_000_002)).toBe(true)
    expect(logs).toEqual([])
  })

  it('never opens a form, and says so in the log', async () => {
    const form = { ref: 'f', locale: 'en', title: 'Title', submit: 'Send', fields: [] }
    const { api, logged } = await running({ kind: 'form', form })
    api.push(fixture('press'))
    await until(() => logged('reply.impossible').length === 1)
    await until(() => api.of('answerCallbackQuery').length === 1)
  })

  it('goes through the library, which gets no socket of its own', async () => {
    const routed = vi.spyOn(Telegraf.prototype, 'handleUpdate')
    const launched = vi.spyOn(Telegraf.prototype, 'launch')
    const { api, received } = await running(notice('Heard'))
    api.push(saying(1, 'hello'))
    await until(() => api.of('sendMessage').length === 1)
    expect(received).toHaveLength(1)
    expect(routed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ update_id: 1 }))
    expect(launched).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})
