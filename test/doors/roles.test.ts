import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Inbound, Place, Reply } from '#contract'
import { receive } from '../../src/engine/receive.ts'
import { features } from '../../src/features/index.ts'
import { inAnyLanguage, type Json, moved, parsed, rows, type Tap, wiretap } from '../support/doors.ts'
import { enters, relayed, settled, type Told, type Town } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

const NIL = '00000000-0000-0000-0000-000000000000'
const acts = features.flatMap((feature) =>
  Object.entries(feature.acts).map(([name, act]) => ({
    name: `${feature.name}.${name}`,
    who: act.who as readonly string[],
  })),
)
const guarded = acts.filter(({ who }) => !who.includes('resident'))
const commands = features.flatMap((feature) => feature.commands ?? [])

type Hand = { role: string; actor?: Actor; place: Place }

describe('an act that is not everybody’s', () => {
  let w: World
  let at: Town
  let told: Told
  let taps: Record<'slack' | 'telegram', Tap>
  let other: { id: string; code: string }
  let hands: Record<'stranger' | 'resident' | 'ambassador' | 'lead' | 'foreigner' | 'nobody', Hand>

  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    taps = { slack: await wiretap(w, 'slack'), telegram: await wiretap(w, 'telegram') }
    at = await settled(w)
    told = await relayed(at, 'La farola está rota')
    await enters(at, at.minh)
    await at.rosa.types('help')
    other = await w.precinct('Precinct 12')
    const foreigner = at.deskTwin.person('Officer Lee of Precinct 12', { locale: 'en-US' })
    await foreigner.commands(await at.deskTwin.group('precinct-12-desk', [foreigner]), 'setup', other.code)
    await w.settle()
    hands = handsOf(taps)
  })
  afterAll(async () => {
    await Promise.all(Object.values(taps).map((tap) => tap.close()))
    await w.close()
  })

  function handsOf({ slack, telegram }: Record<'slack' | 'telegram', Tap>): typeof hands {
    const bot = w.twins.telegram!.env.TELEGRAM_BOT_TOKEN!.split(':')[0]!
    const updates = telegram.heard.map(({ body }) => parsed(body).message as { from?: Json } | undefined)
    const slashes = slack.heard.map(({ body, headers }) => parsed(body, headers['content-type']))
    const far = (role: string, name: string): Hand => {
      const from = updates.find((message) => message?.from?.first_name === name)?.from
      const account = String(from?.id)
      const place = { platform: 'telegram', workspace: bot, ref: account, kind: 'private' } as const
      return { role, actor: { account, name }, place }
    }
    const near = (role: string, typed: string): Hand => {
      const { user_id, user_name, team_id, channel_id } = slashes.find(({ text }) => text === `setup ${typed}`) ?? {}
      const place = { platform: 'slack', workspace: String(team_id), ref: String(channel_id), kind: 'group' } as const
      return { role, actor: { account: String(user_id), name: String(user_name) }, place }
    }
    const [setup] = slashes.filter(({ text }) => String(text).startsWith('setup '))
    const lead = near('lead', String(setup!.text).slice('setup '.length))
    return {
      stranger: far('none', 'Rosa'),
      resident: far('resident', 'Minh'),
      ambassador: far('ambassador', 'Ana'),
      lead,
      foreigner: near('none', other.code),
      nobody: { role: 'none', place: lead.place },
    }
  }

  const tells = (hand: Hand, what: object): Promise<Reply> =>
    receive(w.product.engine, {
      id: `roles:${randomUUID()}`,
      actor: hand.actor,
      place: hand.place,
      asks: true,
      ...what,
    } as Inbound)
  const refOf = (act: string, subject: string, precinct = at.precinct) => {
    const { references, offers } = w.product.engine
    return references.encode({ act: offers.numberOf(act), precinct, subject, arg: 1 })
  }
  const values = {
    text: 'Forged',
    names: 'Forged',
    name: 'Forged',
    locale: 'en',
    label: 'Forged',
    role: 'lead',
    reason: 'other',
    topic: 'other',
  }
  const ways = (ref: string): object[] => [
    { kind: 'press', action: ref, message: '1' },
    { kind: 'submit', form: ref, values },
    { kind: 'command', name: 'start', text: ref, visible: false },
    { kind: 'command', name: 'setup', text: ref, visible: false },
  ]
  const refusal = inAnyLanguage((t) => t(($) => $.engine.not_allowed))
  const unseen = inAnyLanguage((t) => t(($) => $.engine.nobody))
  const wordsOf = (reply: Reply) => (reply.kind === 'notice' ? bare(reply.message.summary) : reply.kind)

  it('there are such acts, and some are nobody’s', () => {
    expect(guarded.length).toBeGreaterThan(20)
    expect(guarded.filter(({ who }) => who.length === 0).length).toBeGreaterThan(8)
  })

  it.each(['stranger', 'resident', 'ambassador', 'foreigner', 'lead', 'nobody'] as const)(
    'is refused to a %s without the role, pressed, submitted or typed, on any subject',
    async (name) => {
      const hand = hands[name]
      const before = await rows(w.opened)
      const wrong: string[] = []
      for (const { name: act, who } of guarded.filter(({ who }) => !who.includes(hand.role)))
        for (const subject of [told.id, at.precinct, NIL])
          for (const way of ways(refOf(act, subject))) {
            const said = wordsOf(await tells(hand, way))
            if (!(name === 'nobody' ? unseen : refusal).includes(said)) wrong.push(`${act} (${who}): ${said}`)
          }
      await w.settle()
      expect(wrong).toEqual([])
      expect(await moved(w.opened, before)).toEqual([])
    },
  )

  it.each(['stranger', 'resident', 'ambassador'] as const)('typed as a command it is refused to a %s', async (name) => {
    const { place } = hands.lead
    for (const { name: command, act } of commands) {
      const who = acts.find((one) => one.name === act)?.who ?? []
      if (who.includes('resident') || who.includes(hands[name].role)) continue
      const before = await rows(w.opened)
      const inDesk = { ...hands[name], place: { ...place, workspace: place.workspace } }
      for (const hand of [hands[name], inDesk]) {
        const said = wordsOf(await tells(hand, { kind: 'command', name: command, text: '', visible: false }))
        expect([command, said.startsWith('form') || said === 'none']).toEqual([command, false])
      }
      expect(await moved(w.opened, before)).toEqual([])
    }
  })

  it('is the lead’s to press where it is a lead’s', async () => {
    for (const { name } of guarded.filter(({ who }) => who.includes('lead'))) {
      const said = wordsOf(await tells(hands.lead, { kind: 'press', action: refOf(name, told.id), message: '1' }))
      expect([name, refusal.includes(said)]).toEqual([name, false])
    }
    await w.settle()
  })

  it('every act of a foreign precinct, on a concern of ours, leaves ours alone', async () => {
    const failed = new Set<string>()
    const before = await rows(w.opened)
    for (const { name } of acts)
      for (const way of ways(refOf(name, told.id, other.id)))
        await tells(hands.foreigner, way).catch(() => failed.add(name))
    await w.settle()
    expect([...failed]).toEqual([])
    const ours = (await moved(w.opened, before)).filter((row) => row.includes(at.precinct))
    expect(ours.filter((row) => !/^[-+] (?:person|account) /u.test(row))).toEqual([])
  })

  it('every act that is everybody’s, by somebody who is no voice of that concern, leaves the concern alone', async () => {
    const failed = new Set<string>()
    const before = await rows(w.opened)
    for (const { name } of acts.filter(({ who }) => who.includes('resident')))
      for (const way of ways(refOf(name, told.id))) await tells(hands.resident, way).catch(() => failed.add(name))
    await w.settle()
    expect([...failed]).toEqual([])
    const about = (await moved(w.opened, before)).filter((row) => row.includes(told.id))
    expect(about).toEqual([])
    expect(w.logs.filter(({ code }) => code === 'act.failed')).toEqual([])
  })

  it('ends with the role, at once', async () => {
    await at.lee.types('invite', '', at.desk)
    await at.lee.answers({ role: 'officer', label: 'Officer Ana' })
    await at.lee.types('people', '', at.desk)
    const end = at.lee.t(($) => $.people.button.end, { label: 'Ana' })
    await at.lee.presses(end, at.desk)
    await at.lee.presses(
      at.lee.t(($) => $.people.button.end_yes),
      at.desk,
    )
    const before = await rows(w.opened)
    for (const act of ['concerns.ask_author', 'concerns.hand_over']) {
      const said = wordsOf(await tells(hands.ambassador, { kind: 'press', action: refOf(act, told.id), message: '1' }))
      expect(refusal).toContain(said)
    }
    await at.ana.forwards(await at.rosa.says('Hay basura en la esquina', at.group))
    expect((await moved(w.opened, before)).filter((row) => /^\+ (?:concern|voice)/u.test(row))).toEqual([])
  })
})
