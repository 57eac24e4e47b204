import { webApi } from '@slack/bolt'
import { createEmulator } from 'emulate'
import { beforeAll, describe, expect, it } from 'vitest'
import { cleanUp, clientOf, ends, listener, silent, twinned } from './bare.ts'

cleanUp()

/** An independent stand-in: where both answer, the shape of what they answer must agree. */
type Side = { web: webApi.WebClient; channel: string; user: string }

const sides = {} as { ours: Side; theirs: Side }

beforeAll(async () => {
  sides.ours = await ours()
  sides.theirs = await theirs()
})

async function ours(): Promise<Side> {
  const twin = await twinned()
  const product = await listener((_, response) => response.end())
  await twin.connect(product.url)
  const ana = twin.person('Ana')
  await ana.commands(await twin.group('desk', [ana]), 'where')
  const heard = new URLSearchParams(product.heard.find((one) => one.body.includes('command='))!.body)
  return { web: clientOf(twin), channel: heard.get('channel_id')!, user: heard.get('user_id')! }
}

async function theirs(): Promise<Side> {
  const scopes = ['chat:write', 'im:write', 'users:read', 'channels:read']
  const bot = { bot_id: 'B0RELAY', bot_user_id: 'U0RELAY', bot_name: 'relay' }
  const token = {
    token: 'xoxb-relay',
    type: 'bot' as const,
    user_id: 'U0RELAY',
    app_id: 'A0RELAY',
    bot_id: 'B0RELAY',
    scopes,
  }
  const oauth = {
    app_id: 'A0RELAY',
    client_id: '1.2',
    client_secret: 'x',
    name: 'Relay',
    redirect_uris: ['http://localhost/'],
    scopes: scopes.join(','),
    ...bot,
  }
  const seed = {
    slack: {
      team: { name: 'P', domain: 'p' },
      users: [{ name: 'ana', real_name: 'Ana' }],
      channels: [{ name: 'desk' }],
      oauth_apps: [oauth],
      tokens: [token],
    },
  }
  const emulator = await createEmulator({ service: 'slack', port: 0, seed })
  ends(() => emulator.close())
  const web = new webApi.WebClient('xoxb-relay', {
    slackApiUrl: `${emulator.url}/api/`,
    retryConfig: { retries: 0 },
    logger: silent,
  })
  const channels = (await web.conversations.list()).channels!
  const users = (await web.users.list({})).members!
  return {
    web,
    channel: channels.find((one) => one.name === 'desk')!.id!,
    user: users.find((one) => one.name === 'ana')!.id!,
  }
}

/** Names of what is there, two levels deep, with the kind of each value. */
function shape(value: unknown, depth = 2): unknown {
  if (value === null || typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return 'list'
  if (depth === 0) return 'object'
  const entries = Object.entries(value).filter(([name]) => name !== 'response_metadata')
  return Object.fromEntries(entries.map(([name, inner]) => [name, shape(inner, depth - 1)]))
}

const calls: Record<string, (side: Side) => Promise<unknown>> = {
  'auth.test': ({ web }) => web.auth.test(),
  'chat.postMessage': ({ web, channel }) => web.chat.postMessage({ channel, text: 'x' }),
  'chat.update': async ({ web, channel }) => {
    const { ts } = await web.chat.postMessage({ channel, text: 'x' })
    return web.chat.update({ channel, ts: ts!, text: 'y' })
  },
  'chat.delete': async ({ web, channel }) => {
    const { ts } = await web.chat.postMessage({ channel, text: 'x' })
    return web.chat.delete({ channel, ts: ts! })
  },
  'chat.postEphemeral': ({ web, channel, user }) => web.chat.postEphemeral({ channel, user, text: 'x' }),
  'conversations.open': async ({ web, user }) => ({
    channel: { id: (await web.conversations.open({ users: user })).channel!.id },
  }),
  'users.info': ({ web, user }) => web.users.info({ user }),
  'conversations.info': ({ web, channel }) => web.conversations.info({ channel }),
}

/** What the other adds to the vendor's own examples: an app id for bots, and counts and marks that were not asked for. */
const known: Record<string, string[]> = {
  'auth.test': ['.app_id'],
  'conversations.info': ['.channel.is_open', '.channel.last_read', '.channel.num_members'],
}

describe('beside an independent stand-in', () => {
  it.each(Object.keys(calls))('%s answers with everything that the other does', async (method) => {
    const [mine, other] = await Promise.all([calls[method]!(sides.ours), calls[method]!(sides.theirs)])
    expect(missing(shape(mine), shape(other))).toEqual(known[method] ?? [])
  })

  it.each([
    ['chat.postMessage', { channel: 'CNOPE', text: 'x' }],
    ['chat.postEphemeral', { channel: 'CNOPE', user: 'UNOPE', text: 'x' }],
    ['users.info', { user: 'UNOPE' }],
    ['conversations.open', { users: 'UNOPE' }],
    ['conversations.info', { channel: 'CNOPE' }],
  ])('%s fails with the same code', async (method, args) => {
    const code = (side: Side) => side.web.apiCall(method, args).catch((error) => error.data?.error)
    expect(await code(sides.ours)).toBe(await code(sides.theirs))
  })
})

function missing(mine: unknown, other: unknown, path = ''): string[] {
  if (typeof other !== 'object' || other === null) return mine === other ? [] : [`${path}: ${mine} for ${other}`]
  return Object.entries(other).flatMap(([name, inner]) => {
    const own = (mine as Record<string, unknown> | undefined)?.[name]
    return own === undefined ? [`${path}.${name}`] : missing(own, inner, `${path}.${name}`)
  })
}
