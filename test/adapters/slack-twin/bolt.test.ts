import type { App } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import type { Twin } from '#contract'
import { boltApp, cleanUp, codeOf, twinned } from './bare.ts'

cleanUp()

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const question = {
  type: 'modal' as const,
  callback_id: 'concern',
  title: plain('New concern'),
  submit: plain('Send'),
  blocks: [
    { type: 'section' as const, text: plain('Name nobody.') },
    {
      type: 'input' as const,
      block_id: 'text',
      label: plain('What happened?'),
      element: { type: 'plain_text_input' as const, action_id: 'v', max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'topic',
      label: plain('Topic'),
      optional: true,
      element: {
        type: 'static_select' as const,
        action_id: 'v',
        options: [
          { text: plain('Noise'), value: 'n' },
          { text: plain('Lights'), value: 'l' },
        ],
      },
    },
  ],
}
const notice = {
  type: 'modal' as const,
  title: plain('Thank you'),
  close: plain('Done'),
  blocks: [{ type: 'section' as const, text: plain('Sent.') }],
}

/** One command, one button, one form, one shortcut, one message: written as Bolt's own pages teach. */
function teach(app: App): void {
  app.command('/hearback', async ({ ack, command, respond }) => {
    await ack(command.text.startsWith('quiet') ? undefined : `heard ${command.text}`)
    if (command.text === 'quiet later') await respond({ text: 'later', response_type: 'ephemeral' })
  })
  app.shortcut('relay', async ({ ack, shortcut, client }) => {
    await client.views.open({ trigger_id: shortcut.trigger_id, view: question })
    await ack()
  })
  app.view('concern', async ({ ack, view }) => {
    const { value } = view.state.values.text!.v!
    if (value === 'no') await ack({ response_action: 'errors', errors: { text: 'Please say more.' } })
    else await ack({ response_action: 'update', view: notice })
  })
  app.action('take', async ({ ack, respond, action }) => {
    await respond({ text: `taken ${(action as { value: string }).value}`, replace_original: true })
    await ack()
  })
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined && !message.bot_id) await say(`you said ${message.text}`)
  })
}

async function stage(): Promise<{ twin: Twin; app: App }> {
  const twin = await twinned()
  const { app, url } = await boltApp(twin)
  teach(app)
  await twin.connect(url)
  return { twin, app }
}

const texts = (seen: { text: string }[]) => seen.map((one) => one.text)

describe('an unmodified Bolt app over HTTP', () => {
  it('answers a command to one person only', async () => {
    const { twin } = await stage()
    const [ana, rosa] = [twin.person('Ana'), twin.person('Rosa')]
    const desk = await twin.group('desk', [ana, rosa])
    await ana.commands(desk, 'setup', 'x')
    await ana.commands(desk, 'quiet later')
    await expect.poll(() => texts(ana.sees(desk))).toEqual(['heard setup x', 'later'])
    expect(ana.sees(desk)[0]).toMatchObject({ ephemeral: true, fromBot: true })
    expect(rosa.sees(desk)).toEqual([])
    await ana.opens('123-456')
    expect(texts(ana.sees(ana.bot))).toEqual(['heard start 123-456'])
  })

  it('takes a message through the shortcut and the form to a notice', async () => {
    const { twin } = await stage()
    const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
    const group = await twin.group('neighbours', [ana, minh])
    const message = await minh.says(group, 'The light is broken')
    await ana.relays(message)
    expect(ana.form()).toMatchObject({ title: 'New concern', intro: 'Name nobody.', submit: 'Send' })
    expect(ana.form()!.fields).toEqual([
      { name: 'text', label: 'What happened?' },
      {
        name: 'topic',
        label: 'Topic',
        options: [
          { value: 'n', label: 'Noise' },
          { value: 'l', label: 'Lights' },
        ],
      },
    ])
    expect(await ana.fills({ topic: 'Lights' })).toEqual({ text: 'Please complete this required field.' })
    expect(await ana.fills({ text: 'far too long for twenty' })).toHaveProperty('text')
    expect(await ana.fills({ text: 'no' })).toEqual({ text: 'Please say more.' })
    expect(await ana.fills({ 'What happened?': 'it is dark' })).toEqual({})
    expect(ana.form()).toEqual({ title: 'Thank you', intro: 'Sent.', fields: [], submit: '' })
    expect(ana.sees(group).at(-1)).toMatchObject({ text: 'Sent.', ephemeral: true, fromBot: true })
    expect(texts(minh.sees(group))).toEqual(['The light is broken'])
    await ana.says(group, 'done')
    expect(ana.form()).toBeNull()
    expect(twin.violations).toEqual([])
  })

  it('presses a button that is there, and no other', async () => {
    const { twin, app } = await stage()
    const [ana, rosa] = [twin.person('Ana'), twin.person('Rosa')]
    await ana.says(ana.bot, 'hello')
    await twin.settled()
    await expect.poll(() => texts(ana.sees(ana.bot))).toEqual(['hello', 'you said hello'])
    const elements = [
      { type: 'button' as const, action_id: 'take', text: plain('Take'), value: '7' },
      { type: 'button' as const, action_id: 'site', text: plain('Site'), url: 'https://example.org' },
    ]
    const channel = twin.calls.find((call) => call.method === 'chat.postMessage')!.body as { channel: string }
    await app.client.chat.postMessage({ ...channel, text: 'card', blocks: [{ type: 'actions', elements }] })
    const card = ana.sees(ana.bot).at(-1)!
    expect(card.buttons).toEqual([{ label: 'Take' }, { label: 'Site', href: 'https://example.org' }])
    await expect(ana.presses(card, 'Site')).rejects.toThrow('is a link')
    await expect(ana.presses(card, 'Drop')).rejects.toThrow('no button')
    await expect(rosa.presses(card, 'Take')).rejects.toThrow()
    await ana.presses(card, 'Take')
    expect(ana.sees(ana.bot).at(-1)).toMatchObject({ id: card.id, text: 'taken 7', edited: true, buttons: [] })
    expect(twin.violations).toEqual([])
  })

  it('cannot use a trigger twice or late', async () => {
    let now = Date.now()
    const twin = await twinned({ now: () => now })
    const { app, url } = await boltApp(twin)
    const triggers: string[] = []
    app.command('/hearback', async ({ ack, command }) => {
      triggers.push(command.trigger_id)
      await ack()
    })
    await twin.connect(url)
    const ana = twin.person('Ana')
    for (const word of ['one', 'two']) await ana.commands(ana.bot, word)
    const open = (trigger_id: string) => codeOf(app.client.views.open({ trigger_id, view: question }))
    expect(await open(triggers[0]!)).toBe('ok')
    expect(await open(triggers[0]!)).toBe('exchanged_trigger_id')
    now += 3_001
    expect(await open(triggers[1]!)).toBe('expired_trigger_id')
    expect(await open('nonsense')).toBe('invalid_trigger_id')
  })

  it('stacks modals three deep and updates the one it means', async () => {
    const twin = await twinned()
    const { app, url } = await boltApp(twin)
    let trigger = ''
    app.command('/hearback', async ({ ack, command }) => {
      trigger = command.trigger_id
      await ack()
    })
    await twin.connect(url)
    const ana = twin.person('Ana')
    await ana.commands(ana.bot, 'form')
    const opened = await app.client.views.open({ trigger_id: trigger, view: question })
    expect(opened.view).toMatchObject({ callback_id: 'concern', state: { values: {} }, root_view_id: opened.view!.id })
    const { id, hash } = opened.view as { id: string; hash: string }
    const update = (more: object) => codeOf(app.client.views.update({ view_id: id, view: notice, ...more }))
    expect(await update({ hash: 'old' })).toBe('hash_conflict')
    expect(await update({ hash })).toBe('ok')
    expect(ana.form()?.title).toBe('Thank you')
    expect(await update({ view_id: 'V0' })).toBe('not_found')
  })
})
