import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { product, standIn } from './stand.ts'

const slash = JSON.parse(readFileSync(new URL('../../../adapters/slack/fixtures/slash.json', import.meta.url), 'utf8'))
const answers: Record<string, object> = {}
let api: Awaited<ReturnType<typeof standIn>>
let bot: Awaited<ReturnType<typeof product>>

beforeEach(async () => {
  api = await standIn(answers, ['users:read'])
  bot = await product(async () => ({ kind: 'none' }), api.url)
})
afterEach(async () => {
  await bot.stop()
  await api.stop()
})

it('brings the language that a person set, asked once', async () => {
  answers['users.info'] = { user: { id: 'U00000LEE', locale: 'es-MX' } }
  await bot.command(slash)
  await bot.command({ ...slash, trigger_id: 'next' })
  expect(bot.heard).toMatchObject([{ actor: { locale: 'es-MX' } }, { actor: { locale: 'es-MX' } }])
  expect(api.calls.filter(({ method }) => method === 'users.info')).toMatchObject([
    { args: { include_locale: 'true' } },
  ])
})

it('goes on without one', async () => {
  answers['users.info'] = { ok: false, error: 'user_not_found' }
  await bot.command(slash)
  expect(bot.heard[0]!.actor).toEqual({ account: 'U00000LEE', name: 'lee' })
})
