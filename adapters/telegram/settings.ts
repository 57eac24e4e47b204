import { z } from 'zod'

/** How to get each variable, said where one is missing and by set-up. */
export const help = {
  TELEGRAM_BOT_TOKEN:
    'In Telegram open @BotFather, send /newbot, choose a name and a username that ends in "bot", and copy the token from its answer (digits, a colon, letters).',
  TELEGRAM_API_URL:
    'Leave it out to use https://api.telegram.org. Set it only for a Bot API server of your own, e.g. http://127.0.0.1:8081.',
  TELEGRAM_WEBHOOK_SECRET:
    'Leave it out to use long polling. For a webhook make 1 to 256 letters, digits, _ and -, e.g. with `openssl rand -hex 32`, and set PUBLIC_URL too.',
  PUBLIC_URL: 'The https:// address under which Telegram reaches this server, e.g. https://hearback.example.org.',
}

const absent = (value: unknown) => (value === '' ? undefined : value)

/** The Bot API and the webhook are addressed below these, so a slash at the end would be doubled. */
const address = (name: keyof typeof help) =>
  z
    .url({ protocol: /^https?$/, error: `${name} is not an http(s) address. ${help[name]}` })
    .transform((url) => url.replace(/\/+$/, ''))

const environment = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string({ error: `TELEGRAM_BOT_TOKEN is missing. ${help.TELEGRAM_BOT_TOKEN}` })
    .trim()
    .regex(/^\d+:[\w-]+$/, `TELEGRAM_BOT_TOKEN is not a bot token. ${help.TELEGRAM_BOT_TOKEN}`),
  TELEGRAM_API_URL: z.preprocess(absent, address('TELEGRAM_API_URL').default('https://api.telegram.org')),
  TELEGRAM_WEBHOOK_SECRET: z.preprocess(
    absent,
    z
      .string()
      .regex(
        /^[\w-]{1,256}$/,
        `TELEGRAM_WEBHOOK_SECRET has characters Telegram refuses. ${help.TELEGRAM_WEBHOOK_SECRET}`,
      )
      .optional(),
  ),
  PUBLIC_URL: z.preprocess(absent, address('PUBLIC_URL').optional()),
})

export type Settings = {
  token: string
  apiUrl: string
  /** Absent: long polling. */
  webhook?: { url: string; secret: string }
}

/** Below PUBLIC_URL. */
export const WEBHOOK_PATH = '/telegram/webhook'

/** A webhook needs its secret and an address; with only one of the two the bot polls. */
export const settings = environment.transform((env): Settings => {
  const { TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: base } = env
  const webhook = secret && base ? { webhook: { url: `${base}${WEBHOOK_PATH}`, secret } } : {}
  return { token: env.TELEGRAM_BOT_TOKEN, apiUrl: env.TELEGRAM_API_URL, ...webhook }
})
