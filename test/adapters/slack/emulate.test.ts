import { webApi } from '@slack/bolt'
import { createEmulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '#contract'
import { codesOnly } from '../../../adapters/slack/logger.ts'
import { view } from '../../../adapters/slack/render.ts'
import { Transport } from '../../../adapters/slack/transport.ts'

/** The outgoing side against somebody else's idea of Slack. */
const app = { app_id: 'A0HEAR', bot_id: 'B0HEAR', bot_user_id: 'U0HEAR', bot_name: 'hearback' }
const token = 'xoxb-emulated'
let emulator: { url: string; close(): Promise<void> }
let web: webApi.WebClient
let api: Transport
let desk: string
let ana: string

const say = (summary: string): Message => ({
  summary,
  locale: 'en',
  blocks: [{ kind: 'quote', text: summary }],
  actions: [{ label: 'Answer', ref: 'answer-ref' }],
})

beforeAll(async () => {
  const scopes = ['chat:write', 'im:write', 'commands', 'channels:read', 'channels:history', 'users:read']
  const slack = {
    team: { name: 'Riverside', domain: 'riverside' },
    users: [{ name: 'ana', real_name: 'Ana' }],
    channels: [{ name: 'precinct-desk', is_private: false }],
    strict_scopes: true,
    oauth_apps: [
      { ...app, client_id: '1.2', client_secret: 'shh', name: 'Hearback', redirect_uris: [], scopes: scopes.join(',') },
    ],
    tokens: [
      {
        token,
        type: 'bot' as const,
        user_id: app.bot_user_id,
        app_id: app.app_id,
        bot_id: app.bot_id,
        bot_user_id: app.bot_user_id,
        scopes,
      },
    ],
  }
  emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack } })
  const apiUrl = `${emulator.url}/api/`
  web = new webApi.WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } })
  api = new Transport({
    token,
    apiUrl,
    logger: codesOnly(() => undefined),
    heard: () => undefined,
    now: () => Date.now(),
  })
  desk = (await web.conversations.list()).channels!.find(({ name }) => name === 'precinct-desk')!.id!
  ana = (await web.users.list({})).members!.find(({ name }) => name === 'ana')!.id!
  await web.conversations.join({ channel: desk }).catch(() => undefined)
})
afterAll(() => emulator.close())

const place = (ref: string) =>
  ({ platform: 'slack', workspace: 'T1', ref, kind: ref === ana ? 'private' : 'group' }) as const
const ref = (outcome: { status: string; ref?: string }) => {
  expect(outcome).toMatchObject({ status: 'delivered' })
  return outcome.ref!
}
const trigger = async () =>
  ((await web.apiCall('views.generateTriggerId', { user_id: ana })) as unknown as { trigger_id: string }).trigger_id

describe('sending', () => {
  it('posts, edits and erases in a channel, with the nonce beside the words', async () => {
    const posted = ref(await api.deliver({ to: place(desk), message: say('The lamp is out'), nonce: 'n-1' }))
    const history = await web.conversations.history({ channel: desk, include_all_metadata: true })
    expect(history.messages![0]).toMatchObject({
      ts: posted,
      text: 'The lamp is out',
      metadata: { event_payload: { nonce: 'n-1' } },
    })
    expect(ref(await api.edit(place(desk), posted, say('The lamp is on')))).toBe(posted)
    expect((await web.conversations.history({ channel: desk })).messages![0]!.text).toBe('The lamp is on')
    ref(await api.erase(place(desk), posted))
    expect(await api.edit(place(desk), posted, say('x'))).toMatchObject({ status: 'failed', reason: 'gone' })
  })
  it('opens the private chat by account, once', async () => {
    const posted = ref(await api.deliver({ to: place(ana), message: say('You have an update'), nonce: 'n-2' }))
    expect(ref(await api.edit(place(ana), posted, say('You have an answer')))).toBe(posted)
  })
  it('whispers', async () => {
    expect(await api.whisper(desk, ana, { text: 'Taken', blocks: [] })).toMatchObject({ status: 'delivered' })
  })
  it('learns that a channel is gone', async () => {
    expect(await api.deliver({ to: place('C0NOWHERE'), message: say('x'), nonce: 'n' })).toMatchObject({
      reason: 'gone',
      code: 'channel_not_found',
    })
  })
})

describe('a window', () => {
  const window = view(
    {
      ref: 'f',
      locale: 'en',
      title: 'Relay',
      submit: 'Send',
      fields: [{ name: 'text', label: 'Words', kind: 'text', lines: 'one', max: 90 }],
    },
    '{}',
  )
  const open = (trigger_id: string) => api.show((client) => client.views.open({ trigger_id, view: window }))

  it('opens once on a fresh trigger', async () => {
    const fresh = await trigger()
    expect(await open(fresh)).toMatchObject({ status: 'delivered' })
    expect(await open(fresh)).toMatchObject({ status: 'failed', code: expect.stringContaining('trigger') })
  })
  it('does not open three seconds later', async () => {
    const old = await trigger()
    await new Promise((done) => setTimeout(done, 3_100))
    expect(await open(old)).toMatchObject({ status: 'failed', code: 'expired_trigger_id' })
  })
})
