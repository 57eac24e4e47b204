import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answered, deskReads, relayed, settled, stateOf, type Told, type Town } from '../support/journey.ts'
import { eventsOf, verdictsOf } from '../support/records.ts'
import { bare, DAY, HOUR, type World, world } from '../support/world.ts'

describe('two answers that wait for a word', () => {
  let w: World
  let at: Town
  let lamp: Told
  let noise: Told

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    lamp = await relayed(at, 'La farola está rota.')
    noise = await relayed(at, 'Hay ruido de noche.')
    await answered(at, lamp, 'The lamp works again.')
    await answered(at, noise, 'We asked the bar to be quiet.')
  })
  afterAll(() => w.close())

  const cards = (count: number) =>
    at.ana.person
      .sees(at.ana.bot)
      .filter((seen) => bare(seen.text).includes(at.ana.t(($) => $.concerns.voice.waiting, { count })))

  it('are one card a day for Ana, twice, with a way to judge each', async () => {
    await w.later(3 * DAY + HOUR)
    expect(cards(2)).toHaveLength(1)
    expect(at.ana.offered(cards(2)[0]!)).toEqual(
      [lamp, noise].map(({ receipt }) => at.ana.t(($) => $.concerns.button.judge, { receipt })),
    )
    await w.later(7 * DAY)
    expect(cards(2)).toHaveLength(2)
  })

  it('can be judged from there', async () => {
    const { ana } = at
    await ana.presses(ana.t(($) => $.concerns.button.judge, { receipt: lamp.receipt }))
    expect(ana.reads()).toContain('The lamp works again.')
    await ana.presses(ana.t(($) => $.concerns.button.settled))
    expect(await stateOf(at, lamp)).toEqual({ state: 'closed', confirmed: true })
  })

  it('close without a word, counted apart, once the tries are on record', async () => {
    const { ana, lee } = at
    await w.later(7 * DAY)
    expect(await stateOf(at, noise)).toEqual({ state: 'closed', confirmed: false })
    expect(ana.reads()).toContain(
      ana.t(($) => $.concerns.voice.closed_unconfirmed, { topic: ana.t(($) => $.concerns.topic.noise) }),
    )
    expect(deskReads(at, noise)).toContain(lee.t(($) => $.concerns.state.closed_unconfirmed))
    const words = (await verdictsOf(w, at.precinct)).map(({ word, judgement }) => `${word} ${judgement}`)
    expect(words).toEqual(['ambassador settled', 'nobody none'])
    expect((await eventsOf(w, at.precinct, 'tried')).length).toBeGreaterThan(0)
  })

  it('take a late word all the same', async () => {
    const { ana } = at
    await ana.presses(
      ana.t(($) => $.concerns.button.settled),
      ana.card('We asked the bar'),
    )
    expect(await stateOf(at, noise)).toEqual({ state: 'closed', confirmed: true })
  })

  it('can be opened again after closing', async () => {
    const { ana } = at
    await ana.presses(
      ana.t(($) => $.concerns.button.reopen),
      ana.card(ana.t(($) => $.concerns.voice.closed_unconfirmed, { topic: ana.t(($) => $.concerns.topic.noise) })),
    )
    expect(await stateOf(at, noise)).toEqual({ state: 'reopened', confirmed: null })
  })
})

describe('an answer that nobody could be told of', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
  })
  afterAll(() => w.close())

  it('stays open until a try is on record, and then closes without a word', async () => {
    const told = await relayed(at, 'La farola está rota.')
    await at.ana.types('signout')
    await at.ana.presses(at.ana.t(($) => $.people.button.sign_out))
    await answered(at, told, 'The lamp works again.')
    await w.later(17 * DAY + HOUR)
    expect(await stateOf(at, told)).toMatchObject({ state: 'answered' })
    expect(await eventsOf(w, at.precinct, 'try_without_way')).toHaveLength(1)
    await w.later(3 * DAY + HOUR)
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: false })
    expect(await verdictsOf(w, at.precinct)).toMatchObject([{ word: 'nobody', judgement: 'none' }])
  })
})

describe('a concern that the desk lets lie', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
  })
  afterAll(() => w.close())

  it('is overdue once: on its card, and for the lead in private', async () => {
    const { lee } = at
    const told = await relayed(at, 'La farola está rota.')
    await w.later(3 * DAY + HOUR)
    expect(deskReads(at, told)).toContain(lee.t(($) => $.concerns.desk.overdue))
    const warning = lee.t(($) => $.concerns.desk.overdue_lead, { code: told.code })
    expect(lee.reads()).toContain(warning)
    await w.later(DAY)
    expect(lee.reads().split(warning)).toHaveLength(2)
    expect(await eventsOf(w, at.precinct, 'missed')).toHaveLength(1)
    await answered(at, told, 'The lamp works again.')
    expect(deskReads(at, told)).not.toContain(lee.t(($) => $.concerns.desk.overdue))
  })
})
