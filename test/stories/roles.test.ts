import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinSeen } from '#contract'
import { type Folk, folk } from '../support/folk.ts'
import { relayed, settled, type Town } from '../support/journey.ts'
import { invite, type World, world } from '../support/world.ts'

describe('people of a precinct', () => {
  let w: World
  let at: Town
  let sergeant: Folk
  let old: TwinSeen

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
  })
  afterAll(() => w.close())

  const ends = async (label: string) => {
    await at.lee.types('people', '', at.desk)
    await at.lee.presses(
      at.lee.t(($) => $.people.button.end, { label }),
      at.desk,
    )
    await at.lee.presses(
      at.lee.t(($) => $.people.button.end_yes),
      at.desk,
    )
  }

  it('come by an invitation that works once: the first who opens it holds the role', async () => {
    const { rosa, minh } = at
    const link = await invite(w, at.lee.person, at.desk, 'ambassador', 'Rosa')
    await rosa.opens(link)
    expect(rosa.reads()).toContain(rosa.t(($) => $.people.first.ambassador.are, { precinct: 'Precinct 9' }))
    await minh.opens(link)
    expect(minh.reads()).toContain(minh.t(($) => $.engine.spent))
    expect(minh.reads()).not.toContain(minh.t(($) => $.people.first.ambassador.are, { precinct: 'Precinct 9' }))
  })

  it('are invited as officers by the lead, and those may invite ambassadors but no officers', async () => {
    const link = await invite(w, at.lee.person, at.desk, 'officer', 'Sergeant', 'slack')
    sergeant = folk(w, at.deskTwin.person('Minh', { locale: 'en-US' }), 'en')
    await sergeant.opens(link)
    expect(sergeant.reads()).toContain(sergeant.t(($) => $.people.first.officer.first))
    await sergeant.types('invite')
    const fields = sergeant.person.form()?.fields.map(({ name }) => name)
    expect(fields).toEqual(['label'])
    await sergeant.answers({ label: 'A neighbour' })
    expect(sergeant.reads()).toContain(
      sergeant.t(($) => $.people.invite.ready, {
        label: 'A neighbour',
        role: sergeant.t(($) => $.people.role.ambassador),
      }),
    )
  })

  it('are ended by the lead alone', async () => {
    await sergeant.types('people')
    expect(sergeant.reads()).toContain(sergeant.t(($) => $.engine.not_allowed))
  })

  it('that are ended are refused on the very next press, on old cards too', async () => {
    const { ana, minh } = at
    await ana.forwards(await minh.says('Hay basura en la calle.', at.group))
    old = ana.card('Hay basura')
    await ends('Ana')
    expect(at.lee.reads(at.desk)).toContain(at.lee.t(($) => $.people.roster.ended, { label: 'Ana' }))
    expect(ana.reads()).toContain(ana.t(($) => $.people.roster.yours_ended, { precinct: 'Precinct 9' }))
    await ana.presses(
      ana.t(($) => $.concerns.button.send_agreed),
      old,
    )
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.not_yours))
    expect(at.lee.reads(at.desk)).not.toContain('D-')
    await ana.forwards(await minh.says('Y hay ruido.', at.group))
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.not_ambassador))
  })

  it('can be invited again', async () => {
    const { ana } = at
    await ana.opens(await invite(w, at.lee.person, at.desk, 'ambassador', 'Ana'))
    const told = await relayed(at, 'Hay ruido otra vez.', at.minh)
    expect(at.lee.reads(at.desk)).toContain(told.code)
  })

  it('keep a lead: nobody can end their own role', async () => {
    await at.lee.types('people', '', at.desk)
    const roster = at.lee.finds(
      at.lee.t(($) => $.people.roster.title),
      at.desk,
    )
    expect(at.lee.offered(roster)).not.toContain(at.lee.t(($) => $.people.button.end, { label: 'Officer Lee' }))
  })

  it('of the police lose the desk’s buttons with their role', async () => {
    await ends('Sergeant')
    expect(sergeant.reads()).toContain(sergeant.t(($) => $.people.roster.yours_ended, { precinct: 'Precinct 9' }))
    await sergeant.types('desk')
    expect(sergeant.reads()).toContain(sergeant.t(($) => $.engine.not_allowed))
  })
})
