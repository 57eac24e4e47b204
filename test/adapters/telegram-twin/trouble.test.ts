import { expect, test } from 'vitest'
import { address, FIRST_GROUP, FIRST_PERSON, open } from './bot.ts'

const to = { chat_id: FIRST_PERSON, text: 'x' }

async function started(now?: () => number) {
  const opened = await open(now ? { now } : {})
  const ana = opened.twin.person('Ana')
  await ana.opens('')
  await opened.updates()
  const received = () => ana.sees(ana.bot).length - 1
  return { ...opened, ana, received }
}

test('faults come in order, each for its method and as often as told', async () => {
  const { twin, call, received } = await started()
  twin.fault({ kind: 'throttle', retryAfterS: 7, times: 2 })
  twin.fault({ kind: 'server-error', method: 'getMe' })
  const throttled = { error_code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } }
  expect(await call('getMe')).toMatchObject(throttled)
  expect(await call('sendMessage', to)).toMatchObject(throttled)
  expect(await call('sendMessage', to)).toMatchObject({ ok: true })
  expect(await call('getMe')).toMatchObject({ error_code: 502, description: 'Bad Gateway' })
  expect(await call('getMe')).toMatchObject({ ok: true })
  expect(received()).toBe(1)
})

test('listening is spared unless a fault names it', async () => {
  const { twin, call } = await started()
  twin.fault({ kind: 'throttle', retryAfterS: 1 })
  expect(await call('getUpdates')).toMatchObject({ ok: true })
  twin.fault({ kind: 'throttle', retryAfterS: 1, method: 'getUpdates' })
  expect(await call('getUpdates')).toMatchObject({ error_code: 429 })
})

test('a lost reply has happened, a dropped call has not, a slow one comes', async () => {
  const { twin, call, received } = await started()
  twin.fault({ kind: 'lost-reply' })
  await expect(call('sendMessage', to)).rejects.toThrow()
  expect(received()).toBe(1)
  twin.fault({ kind: 'dropped' })
  await expect(call('sendMessage', to)).rejects.toThrow()
  expect(received()).toBe(1)
  twin.fault({ kind: 'slow', ms: 20 })
  expect(await call('sendMessage', to)).toMatchObject({ ok: true })
  expect(twin.calls.slice(-3).map((one) => one.answered)).toMatchObject([{ ok: true }, null, { ok: true }])
})

test('a proxy page in place of JSON', async () => {
  const { twin } = await started()
  twin.fault({ kind: 'server-error', html: true })
  const response = await fetch(address(twin, 'getMe'))
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html'])
})

test('flood control: a burst in one chat, then one a second', async () => {
  const now = { ms: Date.UTC(2026, 10, 22) }
  const { call, received } = await started(() => now.ms)
  const replies = await Promise.all(Array.from({ length: 12 }, () => call('sendMessage', to)))
  expect(replies.filter((one) => one.ok)).toHaveLength(10)
  expect(replies.find((one) => !one.ok)).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } })
  now.ms += 1_000
  expect(await call('sendMessage', to)).toMatchObject({ ok: true })
  expect(received()).toBe(11)
})

test('flood control: twenty a minute in a group', async () => {
  const now = { ms: Date.UTC(2026, 10, 22) }
  const { twin, call, ana } = await started(() => now.ms)
  await twin.group('Oak Street', [ana])
  let sent = 0
  for (let second = 0; second < 30; second++, now.ms += 1_000) {
    if ((await call('sendMessage', { chat_id: FIRST_GROUP, text: 'x' })).ok) sent++
  }
  expect(sent).toBe(29)
})

test('flood control: thirty a second over all', async () => {
  const { twin, call } = await started(() => Date.UTC(2026, 10, 22))
  const people = Array.from({ length: 50 }, (_, index) => twin.person(`Resident ${index}`))
  for (const one of people) await one.opens('')
  await call('getUpdates', { offset: 1_000_000_000 })
  const sends = people.map((one) => call('sendMessage', { chat_id: one.account.user.id, text: 'x' }))
  const refused = (await Promise.all(sends)).filter((one) => one.error_code === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]?.parameters?.retry_after).toBe(1)
})
