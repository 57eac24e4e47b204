import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folk } from '../support/folk.ts'
import { enters, relayed, settled, type Town, written } from '../support/journey.ts'
import { bare, invite, type World, world } from '../support/world.ts'

describe('what people find about themselves', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.rosa)
  })
  afterAll(() => w.close())

  it('a stranger is told how to get in, in their language', async () => {
    const nour = folk(w, at.communityTwin.person('Nour', { locale: 'ar' }), 'ar')
    await nour.opens('')
    expect(nour.reads()).toContain(nour.t(($) => $.people.stranger))
    await nour.says('مرحبا')
    expect(nour.reads()).toContain(nour.t(($) => $.engine.nowhere))
  })

  it('a resident’s first screen says what is kept and who sees it', () => {
    const { rosa } = at
    const about = { precinct: 'Precinct 9' }
    for (const line of [
      rosa.t(($) => $.people.first.resident.seen, about),
      rosa.t(($) => $.people.first.resident.kept, about),
      rosa.t(($) => $.people.first.resident.code),
      rosa.t(($) => $.people.first.emergency, { emergency: '911' }),
    ])
      expect(rosa.reads()).toContain(line)
  })

  it('the language is a button, and everything after it is in that language', async () => {
    const { rosa } = at
    for (const [name, locale] of [
      ['العربية', 'ar'],
      ['简体中文', 'zh-Hans'],
      ['Español', 'es'],
    ] as const) {
      await rosa.types('language')
      await rosa.presses(name)
      const now = folk(w, rosa.person, locale)
      expect(now.reads()).toContain(now.t(($) => $.people.language.set))
      expect(now.reads()).toContain(now.t(($) => $.common.notReviewed))
      await now.types('mine')
      expect(now.reads()).toContain(now.t(($) => $.concerns.voice.none))
    }
  })

  it('help names what each can do where they are', async () => {
    const { ana, rosa, lee } = at
    await ana.types('help')
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.command.mine))
    expect(ana.reads()).not.toContain(ana.t(($) => $.people.command.people))
    await rosa.types('help')
    expect(rosa.reads()).toContain(rosa.t(($) => $.people.help.resident))
    await lee.types('help', '', at.desk)
    expect(lee.reads(at.desk)).toContain(lee.t(($) => $.people.help.officer))
    expect(lee.reads(at.desk)).toContain(lee.t(($) => $.concerns.command.desk))
  })

  it('an unknown command, and one in the wrong place, lead on', async () => {
    const { ana, lee } = at
    await ana.types('frobnicate')
    expect(ana.reads()).toContain(ana.t(($) => $.engine.unknown_command, { help: '/help' }))
    await lee.types('mine', '', at.desk)
    expect(lee.reads(at.desk)).toContain(lee.t(($) => $.engine.wrong_place.private, { command: '/hearback mine' }))
  })

  it('a command typed in the group is answered in private only, with how to do it unseen', async () => {
    const { ana } = at
    const before = at.minh.person.sees(at.group).filter((seen) => seen.fromBot)
    await ana.types('relay', '', at.group)
    expect(at.minh.person.sees(at.group).filter((seen) => seen.fromBot)).toEqual(before)
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.visible.forward))
  })

  it('officers pass nothing on in private: their concerns are at the desk', async () => {
    const { lee } = at
    await lee.says('Something I heard')
    expect(lee.reads()).toContain(lee.t(($) => $.concerns.draft.officer))
  })

  it('signing out ends it everywhere: nothing of theirs can be reached, and they can begin again', async () => {
    const { ana, lee } = at
    const told = await relayed(at, 'La farola está rota.', at.minh)
    const card = ana.card(told.receipt)
    await ana.types('signout')
    await ana.presses(ana.t(($) => $.people.button.sign_out))
    expect(ana.reads()).toContain(ana.t(($) => $.people.sign_out.done))
    await ana.presses(
      ana.t(($) => $.concerns.button.withdraw),
      card,
    )
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.not_yours))
    expect(bare(lee.card(told.code, at.desk).text)).not.toContain(lee.t(($) => $.concerns.desk.withdrawn))
    await ana.opens('')
    expect(ana.reads()).toContain(ana.t(($) => $.people.stranger))
    await ana.opens(await invite(w, lee.person, at.desk, 'ambassador', 'Ana again'))
    expect((await relayed(at, 'Hay ruido.', at.minh)).code).not.toBe(told.code)
    await ana.types('mine')
    expect(ana.offered(ana.finds(ana.t(($) => $.concerns.voice.mine)))).not.toContain(told.receipt)
  })
})

describe('a person with two precincts', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
  })
  afterAll(() => w.close())

  it('speaks with one at a time, and buttons of the other go on working', async () => {
    const { ana, lee } = at
    const told = await relayed(at, 'La farola está rota.')
    const { code } = await w.precinct('Precinct 12')
    const room = await at.deskTwin.group('desk-12', [lee.person])
    await lee.types('setup', code, room)
    await lee.presses(
      lee.t(($) => $.people.button.community),
      lee.card('Precinct 12', room),
    )
    await lee.answers({ name: 'Parque Norte', locale: 'es', emergency: '' })
    await ana.opens(await invite(w, lee.person, room, 'ambassador', 'Ana'))
    expect(ana.reads()).toContain(ana.t(($) => $.people.first.ambassador.are, { precinct: 'Precinct 12' }))
    const second = await written(at, ana, 'Falta un parque.')
    expect(second.receipt).not.toBe(told.receipt)
    expect(lee.reads(room)).toContain('D-')
    await ana.presses(
      ana.t(($) => $.concerns.button.withdraw),
      ana.card(told.receipt),
    )
    await ana.presses(ana.t(($) => $.concerns.button.withdraw_yes))
    expect(bare(lee.card(told.code, at.desk).text)).toContain(lee.t(($) => $.concerns.desk.withdrawn))
    await ana.types('precinct')
    expect(ana.reads()).toContain(ana.t(($) => $.people.speak.now, { precinct: 'Precinct 12' }))
    await ana.presses('Precinct 9')
    expect(ana.reads()).toContain(ana.t(($) => $.people.speak.set, { precinct: 'Precinct 9' }))
    await ana.says('Hay basura.')
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.title, { precinct: 'Precinct 9' }))
  })
})

describe.each(['community', 'city', 'precinct'] as const)('run by the %s', (operatedBy) => {
  it('the privacy page promises only what that can keep', async () => {
    const w = await world({ operatedBy })
    const ana = folk(w, w.twins.telegram!.person('Ana', { locale: 'es' }), 'es')
    await ana.types('privacy')
    expect(ana.reads()).toContain(ana.t(($) => $.people.privacy[operatedBy]))
    for (const other of ['community', 'city', 'precinct'] as const)
      if (other !== operatedBy) expect(ana.reads()).not.toContain(ana.t(($) => $.people.privacy[other]))
    await w.close()
  })
})
