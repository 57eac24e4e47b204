import { afterEach, expect, it, vi } from 'vitest'
import slack from '../../../adapters/slack/index.ts'
import { ports, SECRET, standIn } from './stand.ts'

afterEach(() => void vi.restoreAllMocks())

const token = 'xoxb-secret-token'
const message = { summary: 'Hello', locale: 'en', blocks: [], actions: [] }
const to = { platform: 'slack', workspace: 'T1', ref: 'C0000DESK', kind: 'group' } as const

it('the token and the signing secret stand in no log line, no outcome and no output', async () => {
  const printed: unknown[] = []
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(text) > 0)
  let away = true
  const api = await standIn({
    'auth.test': () => (away ? { ok: false, error: 'fatal_error' } : {}),
    'chat.postMessage': { ok: false, error: 'invalid_auth' },
  })
  const env = { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: `${api.url}/api/` }
  const adapter = slack.create(slack.settings.parse(env))
  const { given } = ports(async () => ({ kind: 'none' }))
  const logs: unknown[] = []
  const log: typeof given.log = (code, fields) => {
    logs.push({ code, fields })
    away = false
  }
  const running = await adapter.start({ ...given, log })
  const outcome = await adapter.deliver({ to, message, nonce: 'n' })
  await running.stop()
  await api.stop()
  expect(logs).toMatchObject([{ code: 'slack.retry', fields: { code: 'fatal_error' } }])
  expect(outcome).toMatchObject({ reason: 'misconfigured' })
  const said = JSON.stringify([logs, outcome, printed])
  expect([token, SECRET].filter((secret) => said.includes(secret))).toEqual([])
})
