import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answered,
  deskReads,
  enters,
  morePressed,
  settled,
  stateOf,
  type Told,
  type Town,
  written,
} from '../support/journey.ts'
import { eventsOf } from '../support/records.ts'
import { bare, DAY, type World, world } from '../support/world.ts'

describe('a resident who writes directly', () => {
  let w: World
  let at: Town
  let told: Told

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.rosa)
    told = await written(at, at.rosa, 'Hay ruido en la calle Roble.')
  })
  afterAll(() => w.close())

  const asks = async (question: string) => {
    await at.lee.presses(
      at.lee.t(($) => $.concerns.button.ask),
      at.lee.card(told.code, at.desk),
    )
    await at.lee.answers({ text: question })
  }

  it('speaks with their own word, and nobody else is told anything', async () => {
    expect(deskReads(at, told)).toContain(at.lee.t(($) => $.concerns.word.author))
    expect(at.ana.reads()).not.toContain('ruido')
  })

  it('is asked for more, replies, and the desk owes an answer again', async () => {
    const { rosa, lee } = at
    await asks('At what time of the day?')
    expect(await stateOf(at, told)).toMatchObject({ state: 'need_more' })
    expect(bare(rosa.card('At what time').text)).toContain(
      rosa.t(($) => $.concerns.voice.in_language, { language: 'inglés' }),
    )
    await rosa.presses(rosa.t(($) => $.concerns.button.reply))
    await rosa.says('Después de medianoche. Llame al 212 555 0199.')
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.voice.replied))
    const card = deskReads(at, told)
    expect(card).toContain('Después de medianoche')
    expect(card).not.toContain('0199')
    expect(card).toContain(lee.t(($) => $.concerns.desk.replied_in, { language: 'Spanish' }))
    expect(card).toContain(lee.t(($) => $.concerns.field.due))
    expect(await stateOf(at, told)).toMatchObject({ state: 'desk' })
  })

  it('may leave a question unanswered: after a week the desk goes on with what it has', async () => {
    await asks('Which house?')
    await w.later(7 * DAY + 1000)
    expect(await stateOf(at, told)).toMatchObject({ state: 'desk' })
    expect(await eventsOf(w, at.precinct, 'no_reply')).toHaveLength(1)
    const { rosa } = at
    await rosa.presses(
      rosa.t(($) => $.concerns.button.reply),
      rosa.card('Which house?'),
    )
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.voice.not_now))
  })

  it('disputes a refusal, and it is open again', async () => {
    const { rosa, lee } = at
    await morePressed(
      at,
      told,
      lee.t(($) => $.concerns.button.decline),
    )
    await lee.answers({ reason: 'no_power', text: '' })
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.reason.no_power))
    await rosa.presses(rosa.t(($) => $.concerns.button.not_settled))
    expect(await stateOf(at, told)).toMatchObject({ state: 'reopened' })
    expect(deskReads(at, told)).toContain(lee.t(($) => $.concerns.state.reopened))
  })

  it('says that an answer settles it partly: it is heard, and closes after two weeks', async () => {
    const { rosa, lee } = at
    await answered(at, told, 'We spoke with the bar.')
    await rosa.presses(rosa.t(($) => $.concerns.button.partly))
    expect(await stateOf(at, told)).toEqual({ state: 'heard', confirmed: null })
    expect(deskReads(at, told)).toContain(lee.t(($) => $.concerns.state.heard))
    await w.later(14 * DAY + 1000)
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
    const [closed] = await eventsOf(w, at.precinct, 'closed')
    expect(closed?.args).toMatchObject({ partly: true })
  })

  it('opens it again after it closed, and adds what is missing', async () => {
    const { rosa } = at
    await rosa.types('mine')
    await rosa.presses(told.receipt)
    await rosa.presses(rosa.t(($) => $.concerns.button.reopen))
    expect(await stateOf(at, told)).toEqual({ state: 'reopened', confirmed: null })
    await rosa.presses(rosa.t(($) => $.concerns.button.add))
    await rosa.says('Hay ruido en la calle Roble, sobre todo los viernes.')
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.voice.corrected))
    await morePressed(
      at,
      told,
      at.lee.t(($) => $.concerns.button.original),
    )
    expect(at.lee.reads(at.desk)).toContain('sobre todo los viernes')
  })

  it('says partly and then wants more after all', async () => {
    const { rosa } = at
    await answered(at, told, 'The bar closes earlier on Fridays.')
    await rosa.presses(rosa.t(($) => $.concerns.button.partly))
    await rosa.presses(rosa.t(($) => $.concerns.button.reopen))
    expect(await stateOf(at, told)).toEqual({ state: 'reopened', confirmed: null })
  })

  it('takes it back: asked once more, then every word is gone from desk and chat', async () => {
    const { rosa, lee } = at
    await rosa.types('mine')
    await rosa.presses(told.receipt)
    await rosa.presses(rosa.t(($) => $.concerns.button.withdraw))
    expect(await stateOf(at, told)).toMatchObject({ state: 'reopened' })
    await rosa.presses(rosa.t(($) => $.concerns.button.withdraw_yes))
    expect(await stateOf(at, told)).toMatchObject({ state: 'withdrawn' })
    const card = lee.card(told.code, at.desk)
    expect(bare(card.text)).toContain(lee.t(($) => $.concerns.desk.withdrawn))
    expect(bare(card.text)).not.toContain('medianoche')
    expect(card.buttons).toEqual([])
    expect(bare(rosa.card(rosa.t(($) => $.concerns.voice.withdrawn)).text)).not.toContain('ruido')
  })
})
