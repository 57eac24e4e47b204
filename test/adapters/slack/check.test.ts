import { afterEach, beforeEach, expect, it } from 'vitest'
import slack from '../../../adapters/slack/index.ts'
import { standIn } from './stand.ts'

const granted = ['commands', 'chat:write', 'im:write', 'im:history']
const answers: Record<string, object> = {}
let api: Awaited<ReturnType<typeof standIn>>
const desk = { platform: 'slack', workspace: 'T1', ref: 'C1', kind: 'group' } as const

beforeEach(async () => {
  for (const method of Object.keys(answers)) delete answers[method]
  api = await standIn(answers, granted)
})
afterEach(async () => {
  granted.splice(4)
  await api.stop()
})

const adapter = (extra = {}) =>
  slack.create(
    slack.settings.parse({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'abcdefgh',
      SLACK_API_URL: `${api.url}/api/`,
      ...extra,
    }),
  )

it('is content with a token and its scopes', async () => {
  expect(await adapter().check()).toEqual([
    { name: 'token', ok: true },
    { name: 'scopes', ok: true },
  ])
})

it('says why a token does not work', async () => {
  answers['auth.test'] = { ok: false, error: 'account_inactive' }
  expect(await adapter().check()).toEqual([{ name: 'token', ok: false, detail: 'account_inactive' }])
})

it('tries the app-level token in Socket Mode', async () => {
  answers['apps.connections.open'] = { ok: false, error: 'not_allowed_token_type' }
  expect(await adapter({ SLACK_APP_TOKEN: 'xapp-1' }).check()).toContainEqual({
    name: 'webhook',
    ok: false,
    detail: 'not_allowed_token_type',
  })
})

it('says nothing about membership that its scopes cannot see', async () => {
  const names = (await adapter().check(desk)).map(({ name }) => name)
  expect(names).toEqual(['token', 'scopes'])
})

it('looks whether the bot is in the channel where it may', async () => {
  granted.push('channels:read')
  answers['conversations.info'] = { channel: { id: 'C1', is_member: true } }
  expect(await adapter().check(desk)).toContainEqual({ name: 'member', ok: true })
  answers['conversations.info'] = { channel: { id: 'C1', is_member: false } }
  expect(await adapter().check(desk)).toContainEqual({ name: 'member', ok: false, detail: 'not_in_channel' })
  answers['conversations.info'] = { ok: false, error: 'channel_not_found' }
  expect(await adapter().check(desk)).toContainEqual({ name: 'member', ok: false, detail: 'channel_not_found' })
})

it('names the scopes that are missing', async () => {
  granted.splice(3, 1)
  expect(await adapter().check()).toContainEqual({ name: 'scopes', ok: false, detail: 'im:history' })
  granted.splice(0, 4, 'commands', 'chat:write', 'im:write', 'im:history')
})

it('knows its own words', () => {
  const it = adapter()
  expect(it.spell('setup')).toBe('/hearback setup')
  expect(it.relayBy).toBe('menu')
  expect(it.link).toBeUndefined()
  expect(it.privatePlace('T1', 'U1')).toEqual({ platform: 'slack', workspace: 'T1', ref: 'U1', kind: 'private' })
})
