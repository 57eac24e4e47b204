import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cleanUp, clientOf, codeOf, type Heard, listener, twinned } from './bare.ts'

cleanUp()

const eventOf = ({ body }: Heard) => JSON.parse(body) as { event_id: string; event: Record<string, unknown> }
const formOf = ({ body }: Heard) => Object.fromEntries(new URLSearchParams(body))

describe('events', () => {
  it('are signed, and shaped as the platform shapes them', async () => {
    const now = 1_800_000_000_000
    const twin = await twinned({ now: () => now })
    const product = await listener((_, response) => response.end())
    await twin.connect(product.url)
    const ana = twin.person('Ana')
    await ana.says(ana.bot, 'see example.org & <b>')
    await twin.settled()
    const [heard] = product.heard
    const at = String(now / 1000)
    const signature = createHmac('sha256', twin.env.SLACK_SIGNING_SECRET!)
      .update(`v0:${at}:${heard!.body}`)
      .digest('hex')
    expect(heard!.headers).toMatchObject({
      'content-type': 'application/json',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    })
    expect(eventOf(heard!)).toMatchObject({
      type: 'event_callback',
      team_id: 'T0TWIN',
      authorizations: [{ team_id: 'T0TWIN', user_id: 'U0TWINBOT', is_bot: true }],
      event: {
        type: 'message',
        channel_type: 'im',
        text: 'see <http://example.org|example.org> &amp; &lt;b&gt;',
        blocks: [{ type: 'rich_text' }],
      },
    })
  })

  it('wait for the product, and keep the order of a channel', async () => {
    const twin = await twinned()
    const ana = twin.person('Ana')
    for (const text of ['one', 'two', 'three']) await ana.says(ana.bot, text)
    const product = await listener((_, response) => response.end())
    await twin.connect(product.url)
    await twin.settled()
    expect(product.heard.map((heard) => eventOf(heard).event.text)).toEqual(['one', 'two', 'three'])
  })

  it('come again up to three times, unless told not to', async () => {
    const twin = await twinned({ deadlineMs: 500 })
    const product = await listener((heard, response) => {
      if (heard.body.includes('"late"')) return
      if (heard.body.includes('"never"')) response.setHeader('x-slack-no-retry', '1')
      response.writeHead(500).end()
    })
    await twin.connect(product.url)
    const ana = twin.person('Ana')
    for (const text of ['late', 'refused', 'never']) await ana.says(ana.bot, text)
    await twin.settled()
    const tries = product.heard.map((heard) => [
      eventOf(heard).event.text,
      heard.headers['x-slack-retry-num'],
      heard.headers['x-slack-retry-reason'],
    ])
    expect(tries).toEqual([
      ['late', undefined, undefined],
      ['late', '1', 'http_timeout'],
      ['late', '2', 'http_timeout'],
      ['late', '3', 'http_timeout'],
      ['refused', undefined, undefined],
      ['refused', '1', 'http_error'],
      ['refused', '2', 'http_error'],
      ['refused', '3', 'http_error'],
      ['never', undefined, undefined],
    ])
    expect(new Set(product.heard.map((heard) => eventOf(heard).event_id)).size).toBe(3)
  })

  it('tell of the app itself: its own words, coming, going, the end of a channel', async () => {
    const twin = await twinned()
    const product = await listener((_, response) => response.end())
    await twin.connect(product.url)
    const ana = twin.person('Ana')
    await ana.says(ana.bot, 'hello')
    await twin.settled()
    const channel = String(eventOf(product.heard[0]!).event.channel)
    const web = clientOf(twin)
    const { ts } = await web.chat.postMessage({ channel, text: 'echo' })
    await web.chat.update({ channel, ts: ts!, text: 'echo 2' })
    await web.chat.delete({ channel, ts: ts! })
    const desk = await twin.group('desk', [ana])
    await ana.says(desk, 'nobody is told')
    await desk.evictBot()
    await (await twin.group('other', [ana])).remove()
    await (await twin.group('unseen', [ana], { withoutBot: true })).remove()
    await twin.settled()
    const kinds = product.heard.map(eventOf).map(({ event }) => event.subtype ?? event.bot_id ?? event.type)
    expect(kinds.slice(0, 4)).toEqual(['message', 'B0TWIN', 'message_changed', 'message_deleted'])
    expect(kinds.slice(4).sort()).toEqual([
      'channel_deleted',
      'channel_left',
      'member_joined_channel',
      'member_joined_channel',
    ])
  })

  it('need an address that answers the challenge', async () => {
    const twin = await twinned()
    await expect(twin.connect(twin.env.SLACK_API_URL!.replace('/api/', '/nowhere'))).rejects.toThrow('challenge')
  })
})

describe('commands and presses', () => {
  it('that fail are reported to the person, and do not come again', async () => {
    const twin = await twinned({ deadlineMs: 500 })
    const product = await listener((heard, response) => {
      if (!heard.body.includes('slow')) response.writeHead(503).end()
    })
    const [ana, rosa] = [twin.person('Ana'), twin.person('Rosa')]
    const desk = await twin.group('desk', [ana, rosa], { withoutBot: true })
    await ana.commands(desk, 'early')
    await twin.connect(product.url)
    await ana.commands(desk, 'slow')
    await ana.commands(desk, 'wrong')
    const message = await rosa.says(desk, 'hm')
    await ana.commands(desk, 'reply', '', message)
    await ana.relays(message)
    expect(product.heard).toHaveLength(3)
    expect(ana.sees(desk).map((seen) => [seen.author, seen.text])).toEqual([
      ['Slackbot', '/hearback failed with the error "dispatch_failed"'],
      ['Slackbot', '/hearback failed with the error "operation_timeout"'],
      ['Slackbot', '/hearback failed with the error "dispatch_failed"'],
      ['Rosa', 'hm'],
      ['Slackbot', '/hearback is not supported in threads. Sorry!'],
      ['Slackbot', 'Hearback could not do that: dispatch_failed'],
    ])
    expect(rosa.sees(desk)).toHaveLength(1)
  })

  it('carry everything the platform sends', async () => {
    const twin = await twinned()
    const product = await listener((_, response) => response.end())
    await twin.connect(product.url)
    const [ana, rosa] = [twin.person('Ana'), twin.person('Rosa')]
    const desk = await twin.group('desk', [ana, rosa])
    await twin.settled()
    await ana.commands(desk, 'setup', 'x')
    const command = formOf(product.heard.at(-1)!)
    expect(command).toMatchObject({ command: '/hearback', text: 'setup x', channel_name: 'desk', user_name: 'ana' })
    expect(Object.keys(command)).toEqual(
      expect.arrayContaining([
        'token',
        'team_id',
        'team_domain',
        'api_app_id',
        'response_url',
        'trigger_id',
        'is_enterprise_install',
      ]),
    )
    await ana.relays(await rosa.says(desk, 'too loud'))
    expect(product.heard.at(-1)!.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(JSON.parse(formOf(product.heard.at(-1)!).payload!)).toMatchObject({
      type: 'message_action',
      callback_id: 'relay',
      channel: { id: command.channel_id, name: 'desk' },
      user: { id: command.user_id },
      message: { type: 'message', text: 'too loud', user: expect.stringMatching(/^U/) },
      message_ts: expect.stringMatching(/^\d+\.\d{6}$/),
    })
  })

  it('give an address for five answers within half an hour', async () => {
    let now = Date.now()
    const twin = await twinned({ now: () => now })
    const product = await listener((_, response) => response.end())
    await twin.connect(product.url)
    const ana = twin.person('Ana')
    await ana.commands(ana.bot, 'one')
    await ana.commands(ana.bot, 'two')
    const [first, second] = product.heard.map((heard) => formOf(heard).response_url!)
    const send = async (url: string, body: object) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return `${response.status} ${await response.text()}`
    }
    for (let use = 0; use < 5; use++) expect(await send(first!, { text: `answer ${use}` })).toBe('200 ok')
    expect(await send(first!, { text: 'x' })).toBe('404 used_url')
    expect(await send(second!, { text: 'x', colour: 'red' })).toBe('400 invalid_arguments')
    expect(await send(second!, { blocks: [{ type: 'nonsense' }] })).toBe('400 invalid_blocks')
    now += 31 * 60_000
    expect(await send(second!, { text: 'x' })).toBe('404 expired_url')
    expect(ana.sees(ana.bot)).toHaveLength(5)
    expect(twin.violations).toHaveLength(4)
  })

  it('see an ephemeral card without its message, and can replace it', async () => {
    const twin = await twinned()
    const product = await listener((heard, response) => {
      const button = { type: 'button', action_id: 'ok', text: { type: 'plain_text', text: 'OK' } }
      const card = { text: 'card', blocks: [{ type: 'actions', elements: [button] }] }
      if (!heard.body.startsWith('payload='))
        return void response.setHeader('content-type', 'application/json').end(JSON.stringify(card))
      response.end()
    })
    await twin.connect(product.url)
    const ana = twin.person('Ana')
    await ana.commands(ana.bot, 'card')
    await ana.presses(ana.sees(ana.bot)[0]!, 'OK')
    const payload = JSON.parse(formOf(product.heard.at(-1)!).payload!)
    expect(payload).toMatchObject({ container: { is_ephemeral: true }, actions: [{ action_id: 'ok', type: 'button' }] })
    expect(payload).not.toHaveProperty('message')
    const body = JSON.stringify({ replace_original: true, text: 'done' })
    await fetch(payload.response_url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(ana.sees(ana.bot)).toMatchObject([{ text: 'done', ephemeral: true, edited: true }])
    expect(await codeOf(clientOf(twin).auth.test())).toBe('ok')
  })
})
