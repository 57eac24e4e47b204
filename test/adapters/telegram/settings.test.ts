import { describe, expect, it } from 'vitest'
import telegram from '../../../adapters/telegram/index.ts'

const token = '1000001:AAexample-token_1'
const read = (env: Record<string, string>) => telegram.settings.safeParse(env)
const faults = (env: Record<string, string>) => {
  const result = read(env)
  return result.success ? [] : result.error.issues.map(({ path, message }) => [path[0], message])
}

describe('settings', () => {
  it('polls with a token alone', () => {
    expect(read({ TELEGRAM_BOT_TOKEN: token, PATH: '/bin' }).data).toEqual({
      token,
      apiUrl: 'https://api.telegram.org',
    })
  })

  it('forgives slashes at the end, which the library would trip over', () => {
    const env = {
      TELEGRAM_BOT_TOKEN: ` ${token}`,
      TELEGRAM_API_URL: 'http://127.0.0.1:8081/',
      TELEGRAM_WEBHOOK_SECRET: 's_1-x',
      PUBLIC_URL: 'https://hearback.example.org/a/',
    }
    expect(read(env).data).toEqual({
      token,
      apiUrl: 'http://127.0.0.1:8081',
      webhook: { url: 'https://hearback.example.org/a/telegram/webhook', secret: 's_1-x' },
    })
  })

  it('needs both halves of a webhook', () => {
    expect(read({ TELEGRAM_BOT_TOKEN: token, PUBLIC_URL: 'https://a.example' }).data).not.toHaveProperty('webhook')
    expect(read({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: 'x' }).data).not.toHaveProperty('webhook')
    expect(read({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_URL: '', PUBLIC_URL: '' }).success).toBe(true)
  })

  it('names what is missing or wrong, and how to get it', () => {
    expect(faults({})).toEqual([['TELEGRAM_BOT_TOKEN', expect.stringMatching(/missing.*BotFather.*newbot/)]])
    expect(
      faults({
        TELEGRAM_BOT_TOKEN: 'hello',
        TELEGRAM_API_URL: 'nowhere',
        TELEGRAM_WEBHOOK_SECRET: 'a b',
        PUBLIC_URL: 'ftp://x',
      }),
    ).toEqual([
      ['TELEGRAM_BOT_TOKEN', expect.stringContaining('@BotFather')],
      ['TELEGRAM_API_URL', expect.stringContaining('http')],
      ['TELEGRAM_WEBHOOK_SECRET', expect.stringContaining('openssl')],
      ['PUBLIC_URL', expect.stringContaining('https://')],
    ])
    expect(Object.keys(telegram.help)).toContain(telegram.on)
  })
})
