import { z } from 'zod'

export type Settings = {
  botToken: string
  /** Present for signed HTTP. */
  signingSecret?: string
  /** Present for Socket Mode: the product calls out, nothing needs to be reachable from outside. */
  appToken?: string
  /** Ends with a slash. */
  apiUrl: string
}

const app = 'api.slack.com/apps > your app >'

export const help = {
  SLACK_BOT_TOKEN: `${app} Install App > Bot User OAuth Token (starts with xoxb-)`,
  SLACK_SIGNING_SECRET: `${app} Basic Information > App Credentials > Signing Secret; needed unless SLACK_APP_TOKEN is set`,
  SLACK_APP_TOKEN: `${app} Basic Information > App-Level Tokens > Generate Token and Scopes, scope connections:write (starts with xapp-); turns Socket Mode on`,
  SLACK_API_URL: 'leave it out for Slack itself (https://slack.com/api/)',
}

/** An empty line in an env file means "not set". */
const set = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema)

const token = (name: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN', prefix: string) =>
  z
    .string({ error: `missing: ${help[name]}` })
    .regex(new RegExp(`^${prefix}-\\S+$`), `wrong kind of token: ${help[name]}`)

export const settings = z
  .object({
    SLACK_BOT_TOKEN: set(token('SLACK_BOT_TOKEN', 'xoxb')),
    SLACK_SIGNING_SECRET: set(z.string().min(8, `too short: ${help.SLACK_SIGNING_SECRET}`).optional()),
    SLACK_APP_TOKEN: set(token('SLACK_APP_TOKEN', 'xapp').optional()),
    SLACK_API_URL: set(
      z.string().refine(safe, `must be an https address: ${help.SLACK_API_URL}`).default('https://slack.com/api/'),
    ),
  })
  .superRefine((env, context) => {
    if (env.SLACK_APP_TOKEN || env.SLACK_SIGNING_SECRET) return
    context.addIssue({
      code: 'custom',
      path: ['SLACK_SIGNING_SECRET'],
      message: `missing: ${help.SLACK_SIGNING_SECRET}`,
    })
  })
  .transform(
    (env): Settings => ({
      botToken: env.SLACK_BOT_TOKEN,
      signingSecret: env.SLACK_SIGNING_SECRET,
      appToken: env.SLACK_APP_TOKEN,
      apiUrl: env.SLACK_API_URL.endsWith('/') ? env.SLACK_API_URL : `${env.SLACK_API_URL}/`,
    }),
  )

/** A token never leaves in the clear, save for a stand-in on this machine. */
function safe(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}
