import { describe, expect, it } from 'vitest'
import type { Inbound } from '#contract'
import { conformance, fixture } from '../../../adapters/telegram/conformance.ts'

const { codec } = conformance
const decoded = (name: string) => codec.decode(fixture(name))
const group = { platform: 'telegram', workspace: '1000001', ref: '-1001700000001', kind: 'group' }
const ana = { account: '510000001', name: 'Ana', locale: 'es' }

describe('decode', () => {
  const table: [string, Partial<Inbound> | Record<string, unknown>][] = [
    [
      'command-private',
      {
        id: 'telegram:731000001',
        kind: 'command',
        name: 'help',
        text: 'me out',
        visible: false,
        actor: ana,
        message: '41',
        place: { platform: 'telegram', workspace: '1000001', ref: '510000001', kind: 'private' },
      },
    ],
    [
      'command-start',
      {
        kind: 'command',
        name: 'start',
        text: '7K3M9QX2AB',
        actor: { account: '510000002', name: 'Rosa', locale: 'es-MX' },
      },
    ],
    [
      'command-reply',
      {
        kind: 'command',
        name: 'relay',
        text: '',
        visible: true,
        place: group,
        quoted: {
          text: 'La farola de la calle Elm lleva dos semanas apagada',
          attachments: [],
          author: { account: '510000002', name: 'Rosa' },
        },
      },
    ],
    ['command-caption', { kind: 'command', name: 'relay', text: 'streetlight out', visible: false }],
    [
      'press',
      {
        kind: 'press',
        action: 'c2V0dGxlZA',
        message: '61',
        actor: { account: '510000002', name: 'Rosa', locale: 'es' },
      },
    ],
    ['press-topic', { kind: 'press', action: 'dGFrZQ', place: { ...group, ref: '-1001700000002', thread: '55' } }],
    ['text', { kind: 'text', text: 'El fanal està apagat 🌙 街灯坏了', attachments: [] }],
    [
      'text-photo',
      {
        kind: 'text',
        text: 'Así está la esquina',
        attachments: [{ kind: 'photo', ref: 'AgACAgIAAxkBAAIClarge', bytes: 70000 }],
      },
    ],
    [
      'text-voice',
      { kind: 'text', text: '', attachments: [{ kind: 'voice', ref: 'AwACAgIAAxkBAAIDvoice', bytes: 28114 }] },
    ],
    ['text-sticker', { kind: 'text', text: '', attachments: [] }],
    [
      'forward-user',
      {
        kind: 'text',
        text: '',
        attachments: [],
        actor: ana,
        forwarded: {
          text: '/start is what the sign says, and the lamp is out',
          attachments: [],
          author: { account: '510000002', name: 'Rosa' },
        },
      },
    ],
    ['edited', { kind: 'edited', text: 'The streetlight on Elm is out since Monday', message: '43' }],
    ['moved', { kind: 'moved', place: { ...group, ref: '-4100000001' }, to: group }],
    ['presence-added', { kind: 'presence', change: 'added', actor: ana, place: group }],
    ['presence-removed', { kind: 'presence', change: 'removed' }],
    ['presence-blocked', { kind: 'presence', change: 'blocked' }],
    ['presence-unblocked', { kind: 'presence', change: 'unblocked' }],
  ]
  it.each(table)('%s', (name, expected) => expect(decoded(name)).toMatchObject(expected))

  it.each(conformance.ignored.map((update) => [update.update_id, update] as const))('leaves %s alone', (_, update) => {
    expect(codec.decode(update)).toBeNull()
  })

  it('holds nobody to what an anonymous admin does', () => {
    expect(decoded('command-anonymous')).toMatchObject({ kind: 'command', name: 'setup', text: '7K3M' })
    expect(decoded('command-anonymous')).not.toHaveProperty('actor')
  })

  it('does not guess an author who hides', () => {
    const inbound = decoded('forward-hidden')
    expect(inbound).toMatchObject({ forwarded: { text: 'This was on our door', attachments: [{ kind: 'file' }] } })
    expect(inbound).not.toHaveProperty('forwarded.author')
  })

  it('does not take the opening of a topic for a quoted message', () => {
    expect(decoded('command-topic')).toMatchObject({ name: 'queue', place: { thread: '55' } })
    expect(decoded('command-topic')).not.toHaveProperty('quoted')
  })

  it('takes a thread of replies for no topic', () => {
    const update = fixture('command-reply')
    update.message!.message_thread_id = 55
    expect(codec.decode(update)?.place).toEqual(group)
  })

  it('names no author for words of a bot, and quotes only what was selected', () => {
    const update = fixture('command-reply')
    const original = update.message!.reply_to_message!
    original.from = { id: 1_000_001, is_bot: true, first_name: 'Hearback' }
    update.message!.quote = { text: 'dos semanas', is_manual: true }
    expect(codec.decode(update)).toMatchObject({ quoted: { text: 'dos semanas', attachments: [] } })
    expect(codec.decode(update)).not.toHaveProperty('quoted.author')
  })

  it('understands a command copied out of its own text', () => {
    const update = fixture('text')
    update.message!.text = '/\u2060help now'
    expect(codec.decode(update)).toMatchObject({ kind: 'command', name: 'help', text: 'now' })
  })

  it('never opens a form', () => {
    const all = Object.values(conformance.samples).flatMap((samples) => ('unreachable' in samples ? [] : [...samples]))
    for (const update of all) expect(codec.decode(update)).not.toHaveProperty('asks')
  })
})

describe('classify', () => {
  it.each(conformance.failures.map((failure) => [JSON.stringify(failure.error), failure] as const))(
    '%s',
    (_, { error, expect: expected }) => expect(codec.classify(error)).toEqual(expected),
  )
})
