import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinRoom } from '#contract'
import { type Folk, folk } from '../support/folk.ts'
import { DAY, type World, world } from '../support/world.ts'

describe('the operator’s one-time code', () => {
  let w: World
  let lee: Folk
  let minh: Folk
  let desk: TwinRoom
  let code: string

  beforeAll(async () => {
    w = await world()
    const slack = w.twins.slack!
    const person = slack.person('Officer Lee', { locale: 'en-US' })
    const other = slack.person('Minh', { locale: 'en-US' })
    lee = folk(w, person, 'en')
    minh = folk(w, other, 'en')
    desk = await slack.group('desk', [person, other])
    code = (await w.precinct()).code
  })
  afterAll(() => w.close())

  it('is asked for where it is missing', async () => {
    await lee.types('setup', '', desk)
    expect(lee.reads(desk)).toContain(lee.t(($) => $.people.setup.how, { command: '/hearback setup' }))
  })

  it('sets up no private chat, and stays good', async () => {
    await lee.types('setup', code)
    expect(lee.reads()).toContain(lee.t(($) => $.people.setup.group))
  })

  it('makes the channel the desk, whoever brought it the lead, and says what to do next', async () => {
    await lee.types('setup', code, desk)
    expect(lee.reads(desk)).toContain(lee.t(($) => $.people.setup.done))
    const card = lee.card(
      lee.t(($) => $.people.desk.title, { precinct: 'Precinct 9' }),
      desk,
    )
    expect(lee.offered(card)[0]).toBe(lee.t(($) => $.people.button.community))
    expect(lee.reads(desk)).toContain(lee.t(($) => $.people.desk.next))
    expect(lee.reads()).toContain(lee.t(($) => $.people.first.lead.what, { help: '/hearback help' }))
  })

  it('works once', async () => {
    await minh.types('setup', code, desk)
    expect(minh.reads(desk)).toContain(minh.t(($) => $.engine.spent))
    await minh.presses(
      minh.t(($) => $.people.button.community),
      desk,
    )
    expect(minh.reads(desk)).toContain(minh.t(($) => $.engine.not_allowed))
  })

  it('checks the desk again for those who work there', async () => {
    await lee.types('setup', '', desk)
    expect(lee.reads(desk)).toContain(lee.t(($) => $.people.setup.done))
  })

  it('of another precinct cannot take this desk', async () => {
    const second = await w.precinct('Precinct 12')
    await minh.types('setup', second.code, desk)
    expect(minh.reads(desk)).toContain(minh.t(($) => $.people.setup.taken))
    expect(lee.reads(desk)).toContain(lee.t(($) => $.people.desk.title, { precinct: 'Precinct 9' }))
  })

  it('of a community sets up the group, with a door for its people and nothing else', async () => {
    await lee.presses(
      lee.t(($) => $.people.button.community),
      desk,
    )
    await lee.answers({ name: 'Calle Roble', locale: 'es', emergency: '112' })
    const made = lee.finds(
      lee.t(($) => $.people.community.made, { name: 'Calle Roble' }),
      desk,
    )
    const typed = /[0-9A-HJKMNP-TV-Z]{26}/u.exec(made.text)?.[0] ?? 'none'
    const ana = folk(w, w.twins.telegram!.person('Ana', { locale: 'es' }), 'es')
    const group = await w.twins.telegram!.group('Calle Roble', [ana.person])
    await ana.types('setup', typed, group)
    const signs = ana.person.sees(group).filter((seen) => seen.fromBot)
    expect(signs).toHaveLength(1)
    expect(ana.reads(group)).toContain(ana.t(($) => $.people.door.what, { precinct: 'Precinct 9' }))
    expect(ana.reads(group)).toContain(ana.t(($) => $.people.first.emergency, { emergency: '112' }))
    expect(signs[0]?.buttons[0]?.href).toMatch(/^https:/u)
    expect(lee.reads(desk)).toContain(lee.t(($) => $.people.community.ready, { name: 'Calle Roble' }))
  })

  it('ends after a week', async () => {
    const third = await w.precinct('Precinct 40')
    const room = await w.twins.slack!.group('desk-40', [minh.person])
    await w.later(7 * DAY + 1000)
    await minh.types('setup', third.code, room)
    expect(minh.reads(room)).toContain(minh.t(($) => $.engine.spent))
  })
})
