import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinRoom } from '#contract'
import { type Folk, folk } from '../support/folk.ts'
import { enters, settled, type Town } from '../support/journey.ts'
import { concernsOf } from '../support/records.ts'
import { bare, DAY, type World, world } from '../support/world.ts'

describe('a form asked question by question', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.rosa)
    await at.rosa.says('La farola está rota.')
  })
  afterAll(() => w.close())

  const edits = () => at.rosa.presses(at.rosa.t(($) => $.concerns.button.edit))
  const text = async () => (await concernsOf(w, at.precinct)).at(-1)?.text

  it('can be cancelled, and changes nothing', async () => {
    const { rosa } = at
    await edits()
    await rosa.presses(rosa.t(($) => $.engine.button.cancel))
    expect(rosa.reads()).toContain(rosa.t(($) => $.engine.cancelled))
    expect(await text()).toBe('La farola está rota.')
  })

  it('says how much too long an answer is, and waits for a shorter one', async () => {
    const { rosa } = at
    await rosa.types('relay')
    await rosa.says('a'.repeat(2010))
    expect(rosa.reads()).toContain(rosa.t(($) => $.engine.form.long, { max: 2000, over: 10 }))
    await rosa.says('Falta una papelera.')
    expect(await text()).toBe('Falta una papelera.')
  })

  it('goes on after the product was restarted in the middle of it', async () => {
    const { rosa } = at
    await edits()
    await w.restart()
    await rosa.says('La farola está rota desde mayo.')
    expect(await text()).toBe('La farola está rota desde mayo.')
  })

  it('started twice is one: buttons of the first lead nowhere', async () => {
    const { rosa } = at
    await edits()
    const first = rosa.finds(rosa.t(($) => $.concerns.form.write))
    await edits()
    await rosa.presses(
      rosa.t(($) => $.engine.button.cancel),
      first,
    )
    expect(rosa.reads()).toContain(rosa.t(($) => $.engine.outdated, { help: '/help' }))
    await rosa.says('La farola de la plaza está rota.')
    expect(await text()).toBe('La farola de la plaza está rota.')
  })

  it('asks again when a choice is typed that is none', async () => {
    const { rosa } = at
    await rosa.presses(rosa.t(($) => $.concerns.button.topic))
    await rosa.says('zapatos')
    expect(rosa.reads()).toContain(rosa.t(($) => $.engine.form.choose))
    await rosa.says(rosa.t(($) => $.concerns.topic.safety))
    expect((await concernsOf(w, at.precinct)).at(-1)).toMatchObject({ topic: 'safety' })
  })

  it('ends after a day: what is written then is something new', async () => {
    const { rosa } = at
    await edits()
    await w.later(DAY + 1000)
    expect(await text()).toBeUndefined()
    await rosa.says('Hay ruido.')
    expect(bare(rosa.finds().text)).toContain('Hay ruido.')
    expect(await text()).toBe('Hay ruido.')
  })
})

describe('a desk where forms cannot open', () => {
  let w: World
  let lee: Folk
  let desk: TwinRoom

  beforeAll(async () => {
    w = await world({ platforms: ['telegram'] })
    lee = folk(w, w.twins.telegram!.person('Officer Lee', { locale: 'en' }), 'en')
    await lee.opens('')
    desk = await w.twins.telegram!.group('precinct-9-desk', [lee.person])
    await lee.types('setup', (await w.precinct()).code, desk)
  })
  afterAll(() => w.close())

  it('asks in private, takes typed, pressed and skipped answers, and says nothing in the group', async () => {
    const before = lee.person.sees(desk).filter((seen) => seen.fromBot && !seen.ephemeral)
    await lee.presses(
      lee.t(($) => $.people.button.community),
      desk,
    )
    expect(lee.reads(desk)).toContain(lee.t(($) => $.engine.asked_in_private))
    await lee.says('Calle Roble')
    await lee.presses('Español')
    await lee.presses(lee.t(($) => $.engine.button.skip))
    expect(lee.reads()).toContain(lee.t(($) => $.people.community.made, { name: 'Calle Roble' }))
    const after = lee.person.sees(desk).filter((seen) => seen.fromBot && !seen.ephemeral)
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect(bare(after[0]!.text)).toContain(`${lee.t(($) => $.people.desk.communities)}: 1`)
  })
})
