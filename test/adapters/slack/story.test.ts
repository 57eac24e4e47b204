import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Form, Inbound, Reply } from '#contract'
import slack from '../../../adapters/slack/index.ts'
import { startTwin } from '../../../adapters/slack/twin/index.ts'
import { listening, notice, ports } from './stand.ts'

const form: Form = {
  ref: 'relay-ref',
  locale: 'en',
  title: 'Relay a concern',
  submit: 'Send',
  fields: [
    { name: 'text', label: 'Words', kind: 'text', lines: 'many', max: 500 },
    { name: 'topic', label: 'Topic', kind: 'choice', options: [{ value: 'lights', label: 'Lights' }] },
  ],
}

/** Not the engine: just enough to see each way an answer takes. */
async function reply(inbound: Inbound): Promise<Reply> {
  if (inbound.kind === 'submit') {
    const short = inbound.values.text!.length < 5
    return short ? { kind: 'invalid', errors: { text: 'Too short.' } } : notice('Sent.')
  }
  if (inbound.kind === 'command')
    return inbound.name === 'relay' ? { kind: 'form', form } : notice('Hi <!here> evil.com')
  return inbound.kind === 'press' ? notice('Noted.') : { kind: 'none' }
}

describe.each(['http', 'socket'] as const)('over %s, the whole way', (mode) => {
  it('a neighbor is relayed, and hears back', async () => {
    const twin = await startTwin({ mode })
    const adapter = slack.create(slack.settings.parse(twin.env))
    const server = await listening(createServer((q, s) => void adapter.routes!['POST /slack/events']!(q, s)))
    const { given, heard } = ports(reply)
    const running = await adapter.start(given)
    await twin.connect(server.url)
    const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
    const room = await twin.group('neighbors', [ana, minh], { withoutBot: true })
    const lamp = await minh.says(room, 'The lamp at 4th & Main is out')

    await ana.commands(room, 'help')
    await twin.settled()
    expect(ana.sees(room).at(-1)).toMatchObject({ ephemeral: true, live: [] })

    await ana.relays(lamp)
    await twin.settled()
    expect(heard.at(-1)).toMatchObject({ quoted: { text: 'The lamp at 4th & Main is out' }, place: { kind: 'group' } })
    expect(await ana.fills({ text: 'lamp', topic: 'lights' })).toEqual({ text: 'Too short.' })
    expect(await ana.fills({ text: 'The lamp is out', topic: 'lights' })).toEqual({})
    expect(ana.form()).toMatchObject({ fields: [] })
    expect(heard.at(-1)).toMatchObject({ kind: 'submit', form: 'relay-ref', place: heard.at(-3)!.place })
    expect(minh.sees(room).map(({ text }) => text)).toEqual(['The lamp at 4th & Main is out'])

    const { actor, place } = heard.at(-1)!
    const to = adapter.privatePlace(place.workspace, actor!.account)
    const actions = [{ label: 'Settled', ref: 'settled-ref', tone: 'primary' as const }]
    const message = { summary: 'You have an answer', locale: 'en', blocks: [], actions }
    const delivered = await adapter.deliver({ to, message, nonce: 'n-1' })
    expect(delivered).toMatchObject({ status: 'delivered' })
    await ana.presses(ana.sees(ana.bot).at(-1)!, 'Settled')
    await twin.settled()
    expect(heard.at(-1)).toMatchObject({
      kind: 'press',
      action: 'settled-ref',
      place: to,
      message: 'ref' in delivered && delivered.ref,
    })
    expect(ana.sees(ana.bot).at(-1)).toMatchObject({ text: 'Noted.', ephemeral: false })
    expect(twin.violations).toEqual([])

    await running.stop()
    await twin.stop()
    await server.stop()
  })
})
