import { expect, it } from 'vitest'
import slack from '../../../adapters/slack/index.ts'

const good = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abcdef0123456789' }
const wrong = (env: object) => {
  const parsed = slack.settings.safeParse(env)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

it('needs a bot token and one way in', () => {
  expect(slack.settings.parse(good)).toMatchObject({ botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' })
  expect(
    slack.settings.parse({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: '' }),
  ).toMatchObject({ appToken: 'xapp-1' })
})

it.each([
  [{}, 'SLACK_BOT_TOKEN: missing: api.slack.com/apps'],
  [{ ...good, SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN: wrong kind of token'],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET: missing: api.slack.com/apps'],
  [{ ...good, SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN: wrong kind of token'],
  [{ ...good, SLACK_API_URL: 'http://slack.example/api' }, 'SLACK_API_URL: must be an https address'],
])('says what is wrong with %j', (env, words) => expect(wrong(env)[0]).toContain(words))

it('ends the address with a slash', () =>
  expect(slack.settings.parse({ ...good, SLACK_API_URL: 'http://127.0.0.1:9/api' }).apiUrl).toBe(
    'http://127.0.0.1:9/api/',
  ))

it('explains every variable', () =>
  expect(Object.keys(slack.help).toSorted()).toEqual([
    'SLACK_API_URL',
    'SLACK_APP_TOKEN',
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
  ]))
