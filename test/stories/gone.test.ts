import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newDeskCode } from '../../src/ops/precinct.ts'
import { answered, enters, relayed, settled, stateOf, type Told, type Town, written } from '../support/journey.ts'
import { bare, codeIn, DAY, type World, world } from '../support/world.ts'

describe('a desk whose channel was deleted', () => {
  let w: World
  let at: Town
  let before: Told
  let during: Told

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.rosa)
    before = await written(at, at.rosa, 'La farola está rota.')
    await at.desk.remove()
    await w.settle()
    during = await written(at, at.rosa, 'Hay basura en la calle.')
  })
  afterAll(() => w.close())

  it('is known to its lead in private, and to the operator by a code in the log', () => {
    const { lee } = at
    expect(lee.reads()).toContain(lee.t(($) => $.people.gone.desk, { precinct: 'Precinct 9' }))
    expect(lee.reads().split(lee.t(($) => $.people.gone.desk, { precinct: 'Precinct 9' }))).toHaveLength(2)
    expect(w.logs.map(({ code }) => code)).toContain('desk.gone')
  })

  it('lets nothing get lost: new concerns are received, and seen to be on their way', async () => {
    const { rosa } = at
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.receipt.title, { code: during.receipt }))
    await rosa.types('mine')
    const list = bare(rosa.finds(rosa.t(($) => $.concerns.voice.mine)).text)
    const state = rosa.t(($) => $.concerns.state.consented)
    expect(list).toContain(`${during.receipt} · ${rosa.t(($) => $.concerns.topic.cleanliness)}: ${state}`)
    expect(await stateOf(at, during)).toMatchObject({ state: 'consented' })
  })

  it('owes nothing before it has it: no clock runs against it for what is on its way', async () => {
    await w.later(4 * DAY)
    expect(at.lee.reads()).not.toContain(at.lee.t(($) => $.concerns.desk.overdue_lead, { code: during.code }))
  })

  it('gets everything in its new channel, open concerns too, with a new code', async () => {
    const { lee, rosa } = at
    const code = await newDeskCode(w.product.engine, at.precinct)
    const room = await at.deskTwin.group('precinct-9-new', [lee.person])
    await lee.types('setup', code, room)
    for (const told of [before, during]) {
      const cards = lee.person.sees(room).filter((seen) => bare(seen.text).includes(told.code))
      expect(cards).toHaveLength(1)
      expect(await stateOf(at, told)).toMatchObject({ state: 'desk' })
    }
    const moved = { ...at, desk: room }
    await answered(moved, during, 'The city cleans the street tomorrow.')
    expect(rosa.reads()).toContain('The city cleans the street tomorrow.')
    await rosa.presses(rosa.t(($) => $.concerns.button.settled))
    expect(bare(lee.card(during.code, room).text)).toContain(lee.t(($) => $.concerns.state.closed_confirmed))
  })
})

describe('a desk that took the bot out', () => {
  it('is known to its lead the same way', async () => {
    const w = await world()
    const at = await settled(w)
    await at.desk.evictBot()
    await w.settle()
    expect(at.lee.reads()).toContain(at.lee.t(($) => $.people.gone.desk, { precinct: 'Precinct 9' }))
    const told = await relayed(at, 'La farola está rota.')
    expect(await stateOf(at, told)).toMatchObject({ state: 'consented' })
    await w.close()
  })
})

describe('a community whose group is gone', () => {
  it('is known to the lead; private chats go on, and it can be connected again', async () => {
    const w = await world()
    const at = await settled(w)
    const { ana, rosa, lee } = at
    const told = await relayed(at, 'La farola está rota.')
    await at.group.remove()
    await w.settle()
    expect(lee.reads()).toContain(lee.t(($) => $.people.gone.community, { name: 'Calle Roble' }))
    await answered(at, told, 'The lamp works again.')
    expect(ana.reads()).toContain('The lamp works again.')
    await lee.presses(
      lee.t(($) => $.people.button.community),
      at.desk,
    )
    await lee.answers({ name: 'Calle Roble 2', locale: 'es', emergency: '' })
    const code = codeIn(
      lee.finds(
        lee.t(($) => $.people.community.made, { name: 'Calle Roble 2' }),
        at.desk,
      ),
    )
    const group = await at.communityTwin.group('Calle Roble 2', [ana.person, rosa.person])
    await ana.types('setup', code, group)
    expect(rosa.reads(group)).toContain(rosa.t(($) => $.people.door.what, { precinct: 'Precinct 9' }))
    await w.close()
  })
})

describe('somebody who blocked the bot', () => {
  it('is tried, on record; and finds what waits for their word when they come back', async () => {
    const w = await world()
    const at = await settled(w)
    const { ana } = at
    const told = await relayed(at, 'La farola está rota.')
    await ana.person.blocksBot()
    await w.settle()
    await answered(at, told, 'The lamp works again.')
    expect(ana.reads()).not.toContain('The lamp works again.')
    await ana.types('help')
    await ana.presses(told.receipt)
    expect(ana.reads()).toContain('The lamp works again.')
    await ana.presses(ana.t(($) => $.concerns.button.settled))
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
    await w.close()
  })
})
