import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answered, deskReads, receiptIn, relayed, settled, stateOf, type Told, type Town } from '../support/journey.ts'
import { verdictsOf } from '../support/records.ts'
import { bare, type World, world } from '../support/world.ts'

describe('an author who comes by the link that Ana handed on', () => {
  let w: World
  let at: Town
  let told: Told
  let link: string

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    told = await relayed(at, 'Los coches van demasiado rápido delante de la escuela.')
    link = /https:\S+/u.exec(bare(at.ana.card(told.receipt).text))?.[0] ?? 'none'
    await answered(at, told, 'We will measure speeds next week.')
  })
  afterAll(() => w.close())

  it('is not somebody who passed it on themselves', async () => {
    const { ana } = at
    await ana.opens(link)
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.for_author))
  })

  it('overrules Ana, who had already said that it is settled', async () => {
    const { ana, rosa, lee } = at
    await ana.presses(ana.t(($) => $.concerns.button.settled))
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
    await rosa.opens(link)
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.voice.claimed))
    expect(rosa.reads()).toContain('We will measure speeds next week.')
    await rosa.presses(rosa.t(($) => $.concerns.button.not_settled))
    expect(await stateOf(at, told)).toEqual({ state: 'reopened', confirmed: null })
    expect(deskReads(at, told)).toContain(lee.t(($) => $.concerns.state.reopened))
  })

  it('has a receipt of their own, and Ana is told that they came', () => {
    const { ana, rosa } = at
    expect(receiptIn(rosa)).not.toBe(told.receipt)
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.author_came, { receipt: told.receipt }))
  })

  it('speaks for themselves: both words stand, apart', async () => {
    const { lee } = at
    const words = (await verdictsOf(w, at.precinct)).map(({ word, judgement }) => ({ word, judgement }))
    expect(words).toEqual([
      { word: 'ambassador', judgement: 'settled' },
      { word: 'author', judgement: 'not_settled' },
    ])
    const card = deskReads(at, told)
    const author = lee.t(($) => $.concerns.word.author)
    const ambassador = lee.t(($) => $.concerns.word.ambassador)
    expect(card).toContain(lee.t(($) => $.concerns.desk.verdict.not_settled, { word: author }))
    expect(card).toContain(lee.t(($) => $.concerns.desk.verdict.settled, { word: ambassador }))
  })

  it('has the last word: Ana can change nothing any more', async () => {
    const { ana } = at
    await ana.presses(
      ana.t(($) => $.concerns.button.settled),
      ana.card('We will measure speeds'),
    )
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.author_said))
    await ana.presses(
      ana.t(($) => $.concerns.button.withdraw),
      ana.card(ana.t(($) => $.concerns.receipt.author)),
    )
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.author_leads))
    expect(await stateOf(at, told)).toEqual({ state: 'reopened', confirmed: null })
  })

  it('gets the next answer, and closes it', async () => {
    const { rosa } = at
    await answered(at, told, 'There is a speed bump now.')
    await rosa.presses(rosa.t(($) => $.concerns.button.settled))
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
    expect((await verdictsOf(w, at.precinct)).map(({ word }) => word)).toEqual(['ambassador', 'author', 'author'])
  })

  it('is one person: the link works once', async () => {
    const { minh } = at
    await minh.opens(link)
    expect(minh.reads()).toContain(minh.t(($) => $.engine.spent))
    await minh.types('mine')
    expect(minh.reads()).not.toContain('speed bump')
  })
})
