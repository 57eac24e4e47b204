import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newDeskCode } from '../../src/ops/precinct.ts'
import { type Folk, folk } from '../support/folk.ts'
import {
  answered,
  deskReads,
  enters,
  morePressed,
  relayed,
  settled,
  stateOf,
  type Town,
  written,
} from '../support/journey.ts'
import { concernsOf, eventsOf, verdictsOf } from '../support/records.ts'
import { bare, invite, type World, world } from '../support/world.ts'

describe('buttons and forms of yesterday', () => {
  let w: World
  let at: Town
  let minhAtDesk: Folk

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.rosa)
    minhAtDesk = folk(w, at.deskTwin.person('Minh', { locale: 'en-US' }), 'en')
    await minhAtDesk.opens(await invite(w, at.lee.person, at.desk, 'officer', 'Sergeant', 'slack'))
    at.desk = await at.deskTwin.group('precinct-9-both', [at.lee.person, minhAtDesk.person])
    await at.lee.types('setup', await newDeskCode(w.product.engine, at.precinct), at.desk)
  })
  afterAll(() => w.close())

  const opensAnswer = (who: Folk, code: string) =>
    who.presses(
      who.t(($) => $.concerns.button.answer),
      who.card(code, at.desk),
    )

  it('two officers with the same form: the first answer goes out, the second is told', async () => {
    const { lee, rosa } = at
    const told = await written(at, rosa, 'La farola está rota.')
    await opensAnswer(lee, told.code)
    await opensAnswer(minhAtDesk, told.code)
    await lee.answers({ text: 'The lamp works again.' })
    await minhAtDesk.answers({ text: 'We do not know.' })
    expect(minhAtDesk.reads(at.desk)).toContain(minhAtDesk.t(($) => $.concerns.desk.stale))
    expect(rosa.reads()).toContain('The lamp works again.')
    expect(rosa.reads()).not.toContain('We do not know.')
  })

  it('two officers in the same moment: one wins', async () => {
    const { lee, rosa } = at
    const told = await written(at, rosa, 'Hay ruido por la noche.')
    await opensAnswer(lee, told.code)
    await opensAnswer(minhAtDesk, told.code)
    await Promise.all([lee.person.fills({ text: 'One answer.' }), minhAtDesk.person.fills({ text: 'One answer.' })])
    await w.settle()
    expect(rosa.reads().split('One answer.')).toHaveLength(2)
    const stale = [lee, minhAtDesk].filter(
      (who) => who.reads(at.desk).split(who.t(($) => $.concerns.desk.stale)).length > 1,
    )
    expect(stale.length).toBeGreaterThan(0)
    expect((await eventsOf(w, at.precinct, 'answered')).length).toBe(2)
  })

  it('an officer’s form that outlived the concern sends nothing', async () => {
    const { lee, rosa } = at
    const told = await written(at, rosa, 'Falta una papelera en la plaza.')
    await opensAnswer(lee, told.code)
    await rosa.presses(
      rosa.t(($) => $.concerns.button.withdraw),
      rosa.card(told.receipt),
    )
    await rosa.presses(rosa.t(($) => $.concerns.button.withdraw_yes))
    await lee.answers({ text: 'Too late.' })
    expect(lee.reads(at.desk)).toContain(lee.t(($) => $.concerns.desk.stale))
    expect(rosa.reads()).not.toContain('Too late.')
    expect(deskReads(at, told)).toContain(lee.t(($) => $.concerns.desk.withdrawn))
  })

  it('an officer’s “More” from before the answer declines nothing any more', async () => {
    const { lee, rosa } = at
    const told = await written(at, rosa, 'Hay coches en la acera.')
    await lee.presses(
      lee.t(($) => $.concerns.button.more),
      lee.card(told.code, at.desk),
    )
    await answered(at, told, 'We send a patrol tomorrow.', minhAtDesk)
    await lee.presses(
      lee.t(($) => $.concerns.button.decline),
      at.desk,
    )
    expect(lee.person.form()).toBeNull()
    expect(lee.reads(at.desk)).toContain(lee.t(($) => $.concerns.desk.stale))
    expect(await stateOf(at, told)).toMatchObject({ state: 'answered' })
  })

  it('a verdict pressed twice is one word', async () => {
    const { rosa } = at
    const before = (await verdictsOf(w, at.precinct)).length
    const settledButton = rosa.t(($) => $.concerns.button.settled)
    const answer = rosa.card('We send a patrol tomorrow.')
    const label = answer.buttons[0]!.label
    await Promise.all([rosa.person.presses(answer, label), rosa.person.presses(answer, label)])
    await w.settle()
    await rosa.presses(settledButton, answer)
    expect(await verdictsOf(w, at.precinct)).toHaveLength(before + 1)
    expect(rosa.reads().split(rosa.t(($) => $.concerns.voice.thanks_settled))).toHaveLength(2)
  })

  it('a verdict on an answer that was replaced shows the newer one first', async () => {
    const { rosa } = at
    const told = await written(at, rosa, 'El semáforo no funciona.')
    await answered(at, told, 'We tell the city.')
    const first = rosa.card('We tell the city.')
    await rosa.presses(
      rosa.t(($) => $.concerns.button.not_settled),
      first,
    )
    await answered(at, told, 'The city repaired it.')
    await rosa.presses(
      rosa.t(($) => $.concerns.button.settled),
      first,
    )
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.voice.newer))
    expect(await stateOf(at, told)).toMatchObject({ state: 'answered' })
    const shown = rosa.finds(rosa.t(($) => $.concerns.voice.newer))
    expect(bare(shown.text)).toContain('The city repaired it.')
    await rosa.presses(
      rosa.t(($) => $.concerns.button.settled),
      shown,
    )
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
  })

  it('a draft sent twice in one moment is one concern', async () => {
    const { rosa } = at
    const before = (await concernsOf(w, at.precinct)).length
    await rosa.says('Hay un bache muy grande.')
    const card = rosa.card('Hay un bache')
    const label = card.buttons[0]!.label
    await Promise.all([rosa.person.presses(card, label), rosa.person.presses(card, label)])
    await w.settle()
    expect(await concernsOf(w, at.precinct)).toHaveLength(before + 1)
    expect((await eventsOf(w, at.precinct, 'consented')).length).toBe(before + 1)
  })

  it('a concern judged with one button after another follows the last word', async () => {
    const { rosa } = at
    const told = await written(at, rosa, 'Hay ratas en el parque.')
    await answered(at, told, 'The city sets traps.')
    const answer = rosa.card('The city sets traps.')
    await rosa.presses(
      rosa.t(($) => $.concerns.button.not_settled),
      answer,
    )
    await rosa.presses(
      rosa.t(($) => $.concerns.button.settled),
      answer,
    )
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
    expect(deskReads(at, told)).toContain(at.lee.t(($) => $.concerns.state.closed_confirmed))
    await morePressed(
      at,
      told,
      at.lee.t(($) => $.concerns.button.refresh),
    )
    expect(deskReads(at, told)).not.toContain(at.lee.t(($) => $.concerns.field.due))
  })

  it('a message of a draft that is gone says so', async () => {
    const { ana, minh } = at
    const told = await relayed(at, 'Hay basura otra vez.', minh)
    await ana.presses(
      ana.t(($) => $.concerns.button.withdraw),
      ana.card(told.receipt),
    )
    await ana.presses(ana.t(($) => $.concerns.button.withdraw_yes))
    await ana.presses(ana.t(($) => $.concerns.button.withdraw_yes))
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.not_now))
    expect(await stateOf(at, told)).toMatchObject({ state: 'withdrawn' })
  })
})
