import { describe, expect, it } from 'vitest'
import { decode } from '../../../adapters/slack/codec.ts'
import conformance from '../../../adapters/slack/conformance.ts'
import type { MessageShortcut, Native, SlashCommand, ViewSubmission } from '../../../adapters/slack/wire.ts'
import { plain } from '../../../adapters/slack/words.ts'

const { samples } = conformance
const [slash] = samples.command as readonly [SlashCommand, ...Native[]]
const shortcut = samples.command[2] as MessageShortcut
const [submission] = samples.submit as readonly [ViewSubmission]
const desk = { platform: 'slack', workspace: 'T0000001', ref: 'C0000DESK', kind: 'group' }
const group = { ...desk, ref: 'C0NEIGHBOR' }
const anaInPrivate = { ...desk, ref: 'U00000ANA', kind: 'private' }

describe('commands', () => {
  const typed = (text: string) => decode({ ...slash, text })
  it('are typed after /hearback', () =>
    expect(decode(slash)).toEqual({
      kind: 'command',
      id: 'slack:1001.2002.slash',
      actor: { account: 'U00000LEE', name: 'lee' },
      place: desk,
      name: 'setup',
      text: 'K7M2 for 4th & Main',
      visible: false,
      asks: true,
    }))
  it('are a call for help when nothing follows', () => expect(typed('  ')).toMatchObject({ name: 'help', text: '' }))
  it('stay as they are when unknown', () => expect(typed('La lámpara')).toMatchObject({ name: 'La', text: 'lámpara' }))
  it('go to the private place in a direct message', () =>
    expect(decode({ ...slash, channel_id: 'D0000LEE1' })).toMatchObject({
      place: { ref: 'U00000LEE', kind: 'private' },
    }))
})

describe('the message menu', () => {
  it('relays somebody’s words and shows them to nobody', () =>
    expect(decode(shortcut)).toEqual({
      kind: 'command',
      id: 'slack:1001.2002.shortcut',
      actor: { account: 'U00000ANA', name: 'ana' },
      place: group,
      name: 'relay',
      text: '',
      quoted: {
        text: 'The lamp at 4th & Main is out, @… saw it. photo (https://example.org/lamp)',
        attachments: [],
        author: { account: 'U000000MINH', name: '' },
      },
      visible: false,
      asks: true,
    }))
  it('names no author for a bot', () => {
    const decoded = decode({ ...shortcut, message: { ...shortcut.message, bot_id: 'B1' } })
    expect(decoded).not.toHaveProperty('quoted.author')
  })
})

describe('forms', () => {
  it('come back to where they were asked', () =>
    expect(decode(submission)).toEqual({
      kind: 'submit',
      id: expect.stringMatching(/^slack:V0000001:1790000000\.h4sh:[0-9a-f]{8}$/u),
      actor: { account: 'U00000ANA', name: 'ana' },
      place: desk,
      form: 'relay-ref',
      values: { text: 'The lamp <b>& the</b> door', topic: 'lights', area: '' },
      asks: true,
    }))
  it('are the same when sent twice, and another when corrected', () => {
    const corrected = structuredClone(submission)
    corrected.view.state!.values.text!.answer!.value = 'The lamp at 4th'
    expect(decode(structuredClone(submission))?.id).toBe(decode(submission)?.id)
    expect(decode(corrected)?.id).not.toBe(decode(submission)?.id)
  })
  it('belong to the workspace that installed the app', () => {
    const elsewhere = { ...submission, team: { id: 'T0OTHER' } }
    expect(decode(elsewhere)?.place.workspace).toBe('T0000001')
  })
})

describe('events', () => {
  it('name the button and its message', () =>
    expect(decode(samples.press[0])).toMatchObject({
      action: 'answer-ref',
      message: '1790000000.000200',
      place: desk,
      asks: true,
    }))
  it('tell one press of a button from the next', () => {
    const again = { ...samples.press[0], trigger_id: '1001.2003.press' } as Native
    expect(decode(again)?.id).not.toBe(decode(samples.press[0])?.id)
  })
  it('come from the same private place however it was reached', () =>
    expect(decode(samples.text[0])).toEqual({
      kind: 'text',
      id: 'slack:Ev0TEXT',
      actor: { account: 'U00000ANA', name: '' },
      place: anaInPrivate,
      text: 'a < b & c',
      attachments: [],
      message: '1790000000.000300',
    }))
  it('carry files by reference', () =>
    expect(decode(samples.text[1]!)).toMatchObject({
      attachments: [
        { kind: 'photo', ref: 'F1', bytes: 2048 },
        { kind: 'voice', ref: 'F2', bytes: 9000 },
        { kind: 'file', ref: 'F3' },
      ],
    }))
  it('follow edits and deletions', () => {
    expect(decode(samples.edited[0])).toMatchObject({ kind: 'edited', text: 'a > b', message: '1790000000.000300' })
    expect(decode(samples.withdrawn[0])).toMatchObject({
      kind: 'withdrawn',
      message: '1790000000.000300',
      place: anaInPrivate,
    })
  })
  it('follow the bot in and out', () => {
    const [joined, ...gone] = samples.presence.map((sample) => decode(sample))
    expect(joined).toMatchObject({ change: 'added', place: group, actor: { account: 'U00000ANA' } })
    expect(gone).toHaveLength(4)
    for (const one of gone) expect(one).toMatchObject({ kind: 'presence', change: 'removed', place: { kind: 'group' } })
  })
  it('follow a channel that changes its id', () =>
    expect(decode(samples.moved[0])).toMatchObject({ place: { ref: 'G0NEIGHBOR' }, to: { ref: 'C0NEIGHBOR2' } }))
  it.each(samples.uninstalled)('notice the end', (sample) =>
    expect(decode(sample)).toMatchObject({ kind: 'uninstalled' }),
  )
  it('belong to the installation, not to the sender’s workspace', () => {
    const shared = { ...samples.text[0], team_id: 'T0OTHER' } as Native
    expect(decode(shared)?.place.workspace).toBe('T0000001')
  })
})

it.each(conformance.ignored.map((native, index) => [index, native] as const))('ignores sample %i', (_, native) => {
  expect(decode(native)).toBeNull()
})

it.each([
  ['a &amp;lt; b', 'a &lt; b'],
  ['<@U1>', '@…'],
  ['<@U1|rosa>', '@rosa'],
  ['<#C1|desk> <#C1>', '#desk #…'],
  ['<!here> <!subteam^S1|@night-shift>', '@here @night-shift'],
  ['<!date^1^{date}|Tuesday>', 'Tuesday'],
  ['<https://a.org/x>', 'https://a.org/x'],
  ['<http://a.org|a.org>', 'http://a.org'],
  ['<https://a.org|here>', 'here (https://a.org)'],
  ['<mailto:m@a.org|m@a.org>', 'm@a.org'],
  ['<tel:+15551234|+1 555 1234>', '+1 555 1234 (+15551234)'],
  ['example.\u2060org', 'example.org'],
])('reads %j as %j', (wire, words) => expect(plain(wire)).toBe(words))
