import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Inbound, Message, Place, Reply } from '#contract'
import telegram from '../../../adapters/telegram/index.ts'
import { startTwin } from '../../../adapters/telegram/twin/index.ts'
import { engine, listen } from './bot-api.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const hostile = '/help @ana #tag $USD evil.com http://x.org +1 555 010 0199 4111 1111 1111 1111 at 18:30'
const card: Message = {
  summary: 'You have an update',
  locale: 'en',
  blocks: [
    { kind: 'heading', text: 'Streetlight' },
    { kind: 'quote', text: hostile },
    { kind: 'fields', fields: [{ label: 'Area', value: hostile }] },
    { kind: 'text', spans: [{ text: 'Your code ' }, { text: 'R-7K3M', style: 'code' }, { text: ` ${hostile}` }] },
    { kind: 'note', text: 'Nobody sees your name' },
  ],
  actions: [
    { label: 'Settled', ref: 'x'.repeat(64), tone: 'primary' },
    { label: 'Not settled', ref: 'bm8', tone: 'danger' },
    { label: 'Your rights', href: 'https://example.org/rights' },
  ],
}
const menus = ['en', 'es', 'zh-Hans'].flatMap((locale) =>
  (['private', 'community'] as const).map((scope) => ({
    locale,
    scope,
    commands: [{ name: 'help', description: 'What this is' }],
    relayTitle: 'Relay this concern',
    about: 'Passes concerns on.',
  })),
)

async function played(mode: 'polling' | 'webhook', answer?: (inbound: Inbound) => Reply) {
  const twin = await startTwin({ mode })
  const settings = telegram.settings.safeParse(twin.env)
  if (!settings.success) throw new Error(settings.error.message)
  const adapter = telegram.create(settings.data)
  const web = createServer((request, response) => {
    const route = adapter.routes?.[`${request.method} ${request.url}`]
    if (route) void route(request, response)
    else response.writeHead(404).end()
  })
  await twin.connect(await listen(web))
  const side = engine(answer)
  const { stop } = await adapter.start({ ...side.ports, menus })
  ending.push(
    () => twin.stop(),
    () => web.close(),
    () => web.closeAllConnections(),
    stop,
  )
  return { twin, adapter, ...side }
}

const notice = (text: string): Reply => ({
  kind: 'notice',
  message: { summary: text, locale: 'en', blocks: [{ kind: 'text', spans: [{ text }] }], actions: [] },
})

describe.each(['polling', 'webhook'] as const)('with the stand-in, by %s', (mode) => {
  it('carries a concern out of a group and an answer back, and breaks no rule', async () => {
    const { twin, adapter, received } = await played(mode, ({ kind }) =>
      kind === 'press' ? notice('Thank you') : { kind: 'none' },
    )
    const ana = twin.person('Ana', { locale: 'es' })
    const rosa = twin.person('Rosa')
    const street = await twin.group('Elm Street', [ana, rosa])
    await ana.opens(adapter.link!('7K3M9QX2'))
    const concern = await rosa.says(street, 'The streetlight is out')
    await ana.relays(concern)
    await twin.settled()
    expect(received).toMatchObject([
      { kind: 'presence', change: 'added' },
      { kind: 'command', name: 'start', text: '7K3M9QX2', visible: false },
      { kind: 'text', text: '', forwarded: { text: 'The streetlight is out', author: { name: 'Rosa' } } },
    ])

    const home = adapter.privatePlace(received[2]!.place.workspace, received[2]!.actor!.account)
    expect(home).toEqual(received[2]!.place)
    const posted = await adapter.deliver({ to: home, message: card, nonce: 'n' })
    expect(posted.status).toBe('delivered')
    const seen = ana.sees(ana.bot).at(-1)!
    expect(seen.live.map(({ kind, text }) => [kind, text])).toEqual([
      ['bold', 'Streetlight'],
      ['blockquote', expect.any(String)],
      ['bold', 'Area:'],
      ['code', 'R-7K3M'],
      ['italic', 'Nobody sees your name'],
    ])
    await ana.presses(seen, 'Settled')
    await twin.settled()
    expect(received.at(-1)).toMatchObject({
      kind: 'press',
      action: 'x'.repeat(64),
      message: posted.status === 'delivered' && posted.ref,
    })
    expect(ana.sees(ana.bot).at(-1)).toMatchObject({ text: 'Thank you', ephemeral: true })
    expect(rosa.sees(street)).toHaveLength(1)

    if (posted.status !== 'delivered') return
    expect(await adapter.edit!(home, posted.ref, { ...card, actions: [] })).toEqual(posted)
    expect(await adapter.edit!(home, posted.ref, { ...card, actions: [] })).toEqual(posted)
    const forwarded = received[2]!
    expect(await adapter.erase!(home, forwarded.kind === 'text' ? forwarded.message : '')).toMatchObject({
      status: 'delivered',
    })
    expect(twin.violations).toEqual([])
  })

  it('answers a visible command in private only', async () => {
    const { twin, received } = await played(mode, ({ kind }) =>
      kind === 'command' ? notice('Forward it to me instead') : { kind: 'none' },
    )
    const ana = twin.person('Ana')
    const minh = twin.person('Minh')
    const street = await twin.group('Elm Street', [ana, minh])
    const concern = await minh.says(street, 'The streetlight is out')
    await ana.opens('7K3M')
    await ana.commands(street, 'relay', '', concern)
    await twin.settled()
    expect(received.at(-1)).toMatchObject({
      kind: 'command',
      name: 'relay',
      visible: true,
      quoted: { text: 'The streetlight is out' },
    })
    expect(ana.sees(ana.bot).at(-1)?.text).toBe('Forward it to me instead')
    expect(minh.sees(street).map(({ fromBot }) => fromBot)).not.toContain(true)
    expect(twin.violations).toEqual([])
  })

  it('tells a person who blocks it from one who never came', async () => {
    const { twin, adapter, received } = await played(mode)
    const rosa = twin.person('Rosa')
    await rosa.opens('7K3M')
    await twin.settled()
    const home: Place = received[0]!.place
    await rosa.blocksBot()
    await twin.settled()
    expect(received.at(-1)).toMatchObject({ kind: 'presence', change: 'blocked' })
    expect(await adapter.deliver({ to: home, message: card, nonce: 'n' })).toEqual({
      status: 'failed',
      reason: 'forbidden',
      code: 'blocked',
    })
  })

  it('knows what a fault means', async () => {
    const { twin, adapter, received } = await played(mode)
    const rosa = twin.person('Rosa')
    await rosa.opens('7K3M')
    await twin.settled()
    const post = { to: received[0]!.place, message: card, nonce: 'n' }
    const sending = { method: 'sendMessage', times: 1 }
    twin.fault({ ...sending, kind: 'throttle', retryAfterS: 3 })
    expect(await adapter.deliver(post)).toMatchObject({ reason: 'throttled', retryAfterMs: 3000 })
    twin.fault({ ...sending, kind: 'server-error', html: true })
    expect(await adapter.deliver(post)).toMatchObject({ status: 'unknown' })
    twin.fault({ ...sending, kind: 'lost-reply' })
    expect(await adapter.deliver(post)).toMatchObject({ status: 'unknown' })
    twin.fault({ ...sending, kind: 'dropped' })
    expect(await adapter.deliver(post)).toMatchObject({ status: 'unknown' })
    expect(await adapter.check()).toEqual([
      { name: 'token', ok: true },
      { name: 'privacy', ok: true },
      { name: 'webhook', ok: true },
      { name: 'menus', ok: true },
    ])
  })
})
