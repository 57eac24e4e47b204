import { afterEach, describe, expect, it } from 'vitest'
import type { Menu, Place } from '#contract'
import { registerMenus } from '../../../adapters/telegram/commands.ts'
import { create } from '../../../adapters/telegram/index.ts'
import { openTransport } from '../../../adapters/telegram/transport.ts'
import { botApi, engine, token } from './bot-api.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const desk: Place = { platform: 'telegram', workspace: '1000001', ref: '-1001700000002', thread: '55', kind: 'group' }

async function running() {
  const api = await botApi()
  const adapter = create({ token, apiUrl: api.url })
  const { stop } = await adapter.start(engine().ports)
  ending.push(api.close, stop)
  return { api, adapter }
}

describe('menus', () => {
  const menu = (locale: string, scope: Menu['scope'], description: string): Menu => ({
    locale,
    scope,
    commands: [
      { name: 'help', description },
      { name: 'Not-Allowed', description },
    ],
    relayTitle: 'Relay this concern',
    about: 'Passes concerns on and brings the answer back.',
  })
  const menus = [
    menu('es', 'private', 'Ayuda'),
    menu('en', 'private', 'Help'),
    menu('zh-Hans', 'private', '帮助'),
    menu('en', 'community', 'Help'),
    menu('en', 'desk', 'Help'),
  ]

  it('writes each list once per scope and language, with English for all others', async () => {
    const api = await botApi()
    ending.push(api.close)
    const { call } = openTransport(api.url, token, () => 0)
    expect(await registerMenus(call, menus, () => {})).toBe(true)
    const commands = (description: string) => [{ command: 'help', description }]
    expect(api.of('setMyCommands')).toEqual([
      { scope: { type: 'all_private_chats' }, commands: commands('Help') },
      { scope: { type: 'all_private_chats' }, language_code: 'es', commands: commands('Ayuda') },
      { scope: { type: 'all_private_chats' }, language_code: 'en', commands: commands('Help') },
      { scope: { type: 'all_private_chats' }, language_code: 'zh', commands: commands('帮助') },
      { scope: { type: 'all_group_chats' }, commands: commands('Help') },
      { scope: { type: 'all_group_chats' }, language_code: 'en', commands: commands('Help') },
    ])
    expect(api.of('setMyDescription')).toHaveLength(4)
    expect(api.of('setMyShortDescription')).toHaveLength(4)
  })

  it('writes only what differs, and stops at a failure', async () => {
    const api = await botApi()
    ending.push(api.close)
    const { call } = openTransport(api.url, token, () => 0)
    const held = (result: unknown) => () => ({ body: { ok: true, result } })
    const one = [menu('en', 'private', 'Help')]
    for (let language = 0; language < 2; language++) {
      api.answer('getMyCommands', held([{ command: 'help', description: 'Help', is_ephemeral: false }]))
      api.answer('getMyDescription', held({ description: one[0]!.about }))
      api.answer('getMyShortDescription', held({ short_description: one[0]!.about }))
    }
    expect(await registerMenus(call, one, () => {})).toBe(true)
    expect(api.calls.filter(({ method }) => method.startsWith('set'))).toEqual([])

    api.refuse('setMyCommands', 429, 'Too Many Requests: retry after 9000', { retry_after: 9000 })
    const logs: unknown[] = []
    expect(await registerMenus(call, one, (...line) => logs.push(line))).toBe(false)
    expect(logs).toEqual([['menus.failed', { method: 'setMyCommands', code: 'too-many-requests' }]])
  })
})

describe('check', () => {
  it('tells what the bot may do at all', async () => {
    const { api, adapter } = await running()
    expect(await adapter.check()).toEqual([
      { name: 'token', ok: true },
      { name: 'privacy', ok: true },
      { name: 'webhook', ok: true },
      { name: 'menus', ok: true },
    ])
    api.answer('getWebhookInfo', () => ({ body: { ok: true, result: { url: 'https://old.example' } } }))
    expect(await adapter.check()).toContainEqual({ name: 'webhook', ok: false, detail: 'elsewhere' })
    api.refuse('getMe', 401, 'Unauthorized')
    expect(await adapter.check()).toEqual([{ name: 'token', ok: false, detail: 'bad-token' }])
  })

  it('tells what it may do in a group', async () => {
    const { api, adapter } = await running()
    const held = (result: unknown) => () => ({ body: { ok: true, result } })
    api.answer('getChat', held({ id: -4, type: 'group', permissions: { can_send_messages: false } }))
    api.answer('getChatMember', held({ status: 'member', user: { id: 1_000_001 } }))
    expect(await adapter.check(desk)).toEqual([
      { name: 'member', ok: true },
      { name: 'post', ok: false },
      { name: 'group', ok: false, detail: 'basic-group' },
      { name: 'privacy', ok: true },
    ])
    expect(api.of('getChatMember')).toEqual([{ chat_id: -1_001_700_000_002, user_id: 1_000_001 }])
    api.refuse('getChat', 400, 'Bad Request: chat not found')
    expect(await adapter.check(desk)).toEqual([{ name: 'member', ok: false, detail: 'chat-not-found' }])
  })
})
