import { describe, expect, it } from 'vitest'
import type { TwinRoom } from '#contract'
import { cleanUp, clientOf, codeOf, listener, twinned } from './bare.ts'

cleanUp()

const plain = (text: string) => ({ type: 'plain_text' as const, text })

/** The newest call's channel is how a test learns an id, as the product does from an event. */
async function stage(options: Parameters<typeof twinned>[0] = {}) {
  const twin = await twinned(options)
  const product = await listener((_, response) => response.end())
  await twin.connect(product.url)
  const [ana, rosa] = [twin.person('Ana', { locale: 'es-MX' }), twin.person('Rosa')]
  const desk = await twin.group('desk', [ana])
  await twin.settled()
  const idOf = async (room: TwinRoom) => {
    await ana.commands(room, 'where')
    return new URLSearchParams(product.heard.at(-1)!.body).get('channel_id')!
  }
  const userId = async () => (await idOf(desk)) && new URLSearchParams(product.heard.at(-1)!.body).get('user_id')!
  return {
    twin,
    product,
    ana,
    rosa,
    desk,
    web: clientOf(twin),
    deskId: await idOf(desk),
    dmId: await idOf(ana.bot),
    anaId: await userId(),
  }
}

describe('the Web API', () => {
  it('says who the token is and what it may do', async () => {
    const { web } = await stage()
    const answer = await web.auth.test()
    expect(answer).toMatchObject({ ok: true, team_id: 'T0TWIN', user_id: 'U0TWINBOT', bot_id: 'B0TWIN' })
    expect(answer.response_metadata?.scopes).toContain('chat:write')
  })

  it('shows, changes and takes away a message', async () => {
    const { web, ana, desk, deskId } = await stage()
    const metadata = { event_type: 'page', event_payload: { nonce: '1' } }
    const blocks = [{ type: 'section' as const, text: plain('hello') }]
    const posted = await web.chat.postMessage({ channel: deskId, text: 'fallback', blocks, metadata })
    expect(posted.message).toMatchObject({ bot_id: 'B0TWIN', app_id: 'A0TWIN', metadata, ts: posted.ts })
    expect(ana.sees(desk)).toMatchObject([{ id: posted.ts, text: 'hello', fromBot: true, edited: false }])
    await web.chat.update({ channel: deskId, ts: posted.ts!, text: 'other words' })
    expect(ana.sees(desk)).toMatchObject([{ text: 'other words', edited: true }])
    await web.chat.delete({ channel: deskId, ts: posted.ts! })
    expect(ana.sees(desk)).toEqual([])
    expect(await codeOf(web.chat.update({ channel: deskId, ts: posted.ts!, text: 'x' }))).toBe('message_not_found')
  })

  it('shows an ephemeral message to one person, who must be there', async () => {
    const { web, ana, rosa, desk, deskId, anaId } = await stage()
    await web.chat.postEphemeral({ channel: deskId, user: anaId, text: 'only you' })
    expect(ana.sees(desk)).toMatchObject([{ text: 'only you', ephemeral: true }])
    expect(rosa.sees(desk)).toEqual([])
    expect(await codeOf(web.chat.postEphemeral({ channel: deskId, user: 'U1', text: 'x' }))).toBe('user_not_in_channel')
    const { id } = ana.sees(desk)[0]!
    expect(await codeOf(web.chat.update({ channel: deskId, ts: id, text: 'x' }))).toBe('message_not_found')
  })

  it('opens direct messages and tells about a person', async () => {
    const { web, ana, anaId, dmId } = await stage()
    expect((await web.conversations.open({ users: anaId })).channel?.id).toBe(dmId)
    const { user } = await web.users.info({ user: anaId, include_locale: true })
    expect(user).toMatchObject({ id: anaId, real_name: 'Ana', locale: 'es-MX', tz: 'America/Los_Angeles' })
    expect((await web.users.info({ user: anaId })).user).not.toHaveProperty('locale')
    await web.chat.postMessage({ channel: anaId, text: 'by account' })
    expect(ana.sees(ana.bot).map((seen) => seen.text)).toEqual(['by account'])
  })

  it('refuses who blocked it, where it was not let in, and what is gone', async () => {
    const { twin, web, ana, rosa, desk, deskId, anaId, dmId } = await stage()
    await desk.evictBot()
    expect(await codeOf(web.chat.postMessage({ channel: deskId, text: 'x' }))).toBe('not_in_channel')
    await desk.remove()
    expect(await codeOf(web.chat.postMessage({ channel: deskId, text: 'x' }))).toBe('channel_not_found')
    await ana.blocksBot()
    expect(await codeOf(web.conversations.open({ users: anaId }))).toBe('user_disabled')
    expect(await codeOf(web.chat.postMessage({ channel: dmId, text: 'x' }))).toBe('user_disabled')
    expect(rosa.sees(desk)).toEqual([])
    expect(twin.violations).toEqual([])
  })

  it('replies in threads of messages that are there', async () => {
    const { web, ana, desk, deskId } = await stage()
    const root = await ana.says(desk, 'start')
    await web.chat.postMessage({ channel: deskId, text: 'reply', thread_ts: root.id })
    expect(ana.sees(desk).map((seen) => seen.text)).toEqual(['start', 'reply'])
    const astray = web.chat.postMessage({ channel: deskId, text: 'x', thread_ts: '1.000001' })
    expect(await codeOf(astray)).toBe('cannot_reply_to_message')
  })
})

describe('strictness', () => {
  it('refuses and writes down every broken rule', async () => {
    let now = 1_800_000_000_000
    const { twin, web, deskId, ana, desk } = await stage({ scopes: ['commands', 'chat:write'], now: () => now })
    const calls: [string, () => Promise<unknown>][] = [
      ['unknown_method', () => web.apiCall('chat.shout', {})],
      ['invalid_auth', () => clientOf(twin, 'xoxb-wrong').auth.test()],
      ['missing_scope', () => web.users.info({ user: 'U1' })],
      ['invalid_arguments', () => web.apiCall('chat.postMessage', { channel: deskId, text: 'x', bogus: 1 })],
      ['invalid_arguments', () => web.apiCall('chat.postMessage', { text: 'x' })],
      ['invalid_blocks_format', () => web.apiCall('chat.postMessage', { channel: deskId, blocks: 'not json' })],
      [
        'invalid_blocks',
        () =>
          web.chat.postMessage({
            channel: deskId,
            text: 'x',
            blocks: [{ type: 'section', text: plain('a'.repeat(3001)) }],
          }),
      ],
      [
        'msg_blocks_too_long',
        () =>
          web.chat.postMessage({
            channel: deskId,
            text: 'x',
            blocks: Array.from({ length: 5 }, () => ({ type: 'section', text: plain('a'.repeat(2700)) })),
          }),
      ],
      ['no_text', () => web.apiCall('chat.postMessage', { channel: deskId })],
      ['missing_scope', () => web.chat.postMessage({ channel: deskId, text: 'x', username: 'Chief' })],
      [
        'invalid_trigger_id',
        () => web.views.open({ trigger_id: 'x', view: { type: 'modal', title: plain('T'), blocks: [] } }),
      ],
      [
        'invalid_arguments',
        () => web.views.open({ trigger_id: 'x', view: { type: 'modal', title: plain('a'.repeat(25)), blocks: [] } }),
      ],
      [
        'msg_too_long',
        async () => {
          const { ts } = await web.chat.postMessage({ channel: deskId, text: 'short' })
          await web.chat.update({ channel: deskId, ts: ts!, text: 'a'.repeat(4001) })
        },
      ],
    ]
    for (const [code, call] of calls) {
      expect(await codeOf(call())).toBe(code)
      now += 1_000
    }
    expect(twin.violations).toHaveLength(calls.length)
    expect(twin.violations.join('\n')).toContain('needs users:read')
    expect(twin.violations.join('\n')).toContain('unknown argument: bogus')
    expect(ana.sees(desk).map((seen) => seen.text)).toEqual(['short'])
  })

  it('lists calls without their tokens', async () => {
    const { twin, web, deskId } = await stage()
    await web.chat.postMessage({ channel: deskId, text: 'x', blocks: [{ type: 'divider' }] })
    expect(twin.calls.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      body: { blocks: [{ type: 'divider' }] },
      answered: { ok: true },
    })
    expect(JSON.stringify(twin.calls)).not.toContain(twin.env.SLACK_BOT_TOKEN)
  })

  it('carries obviously unreal values and does not run in production', async () => {
    const { env } = await twinned()
    expect([env.SLACK_BOT_TOKEN, env.SLACK_SIGNING_SECRET].every((value) => value!.includes('twin'))).toBe(true)
    expect(env.SLACK_API_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/)
    const before = process.env.NODE_ENV
    process.env.NODE_ENV = 'production'
    await expect(twinned()).rejects.toThrow('tests')
    process.env.NODE_ENV = before
  })
})

describe('pace', () => {
  it('lets a burst into a channel, then one a second', async () => {
    let now = 1_800_000_000_000
    const { web, deskId, dmId } = await stage({ now: () => now })
    const post = (channel = deskId) => codeOf(web.chat.postMessage({ channel, text: 'x' }))
    let burst = 0
    while ((await post()) === 'ok') burst++
    expect(burst).toBeGreaterThan(1)
    expect(await post(dmId)).toBe('ok')
    await expect(web.chat.postMessage({ channel: deskId, text: 'x' })).rejects.toMatchObject({ retryAfter: 1 })
    now += 1_000
    expect([await post(), await post()]).toEqual(['ok', expect.stringContaining('rate')])
  })

  it('counts other methods by the minute', async () => {
    let now = 1_800_000_000_000
    const { web, anaId } = await stage({ now: () => now })
    const ask = () => codeOf(web.conversations.open({ users: anaId }))
    const answers = await Promise.all(Array.from({ length: 51 }, ask))
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(50)
    now += 60_000
    expect(await ask()).toBe('ok')
  })
})

describe('faults', () => {
  it('come oldest first, to one method or to any', async () => {
    const { twin, web, deskId, ana, desk } = await stage()
    const post = (text: string) => codeOf(web.chat.postMessage({ channel: deskId, text }))
    twin.fault({ kind: 'throttle', retryAfterS: 7, method: 'chat.postMessage' })
    twin.fault({ kind: 'server-error', html: true })
    twin.fault({ kind: 'server-error', method: 'chat.postMessage' })
    twin.fault({ kind: 'lost-reply', times: 2 })
    twin.fault({ kind: 'dropped' })
    twin.fault({ kind: 'slow', ms: 1 })
    await expect(web.chat.postMessage({ channel: deskId, text: 'a' })).rejects.toMatchObject({ retryAfter: 7 })
    await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 503 })
    await expect(web.chat.postMessage({ channel: deskId, text: 'b' })).rejects.toMatchObject({ statusCode: 500 })
    expect(await post('c')).not.toBe('ok')
    expect(await post('d')).not.toBe('ok')
    expect(await post('e')).not.toBe('ok')
    expect(await post('f')).toBe('ok')
    expect(ana.sees(desk).map((seen) => seen.text)).toEqual(['c', 'd', 'f'])
  })
})
