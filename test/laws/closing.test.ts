import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { terms } from '../../src/engine/ids.ts'
import { bare, newest } from '../support/world.ts'
import { type ToyStage, toyStage, toyTown } from '../toy/stage.ts'

const ANSWER = 'The lamp is repaired on Tuesday.'

/** Whose word closed a concern is kept apart for ever: the author's, an ambassador's for them, or nobody's. */
describe('closing', () => {
  let s: ToyStage
  let town: Awaited<ReturnType<typeof toyTown>>
  beforeEach(async () => {
    s = await toyStage()
    town = await toyTown(s, 'The streetlight on Elm has been out since Monday.')
    await s.press(town.lee, town.desk, 'Answer')
  })
  afterEach(() => s.close())

  const records = () => s.product.engine.store.records('engine', { precinct: s.precinct })
  const words = async () =>
    (await records().db((db) => db.verdict.findMany())).map(({ word, judgement }) => ({ word, judgement }))
  const concern = () => records().db((db) => db.concern.findFirst())
  const card = () => bare(newest(town.lee, town.desk, 'D-').text)

  it('by the word of the ambassador says so', async () => {
    await s.answer(town.lee, ANSWER)
    await s.press(town.ana, town.ana.bot, '👍 Settled')
    expect(await concern()).toMatchObject({ state: 'closed', confirmed: true })
    expect(await words()).toEqual([{ word: 'ambassador', judgement: 'settled' }])
    expect(card()).toContain('the ambassador, for the author')
  })

  it('without a word is never called confirmed', async () => {
    await s.answer(town.lee, ANSWER)
    await s.later(terms.close - 60_000)
    expect(await concern()).toMatchObject({ state: 'answered' })
    await s.later(120_000)
    expect(await concern()).toMatchObject({ state: 'closed', confirmed: false })
    expect(await words()).toEqual([{ word: 'nobody', judgement: 'none' }])
    expect(card()).toContain('Closed, not confirmed')
  })

  it('waits as long as nobody could be reached at all', async () => {
    s.twin.fault({ kind: 'throttle', method: 'POST /messages', retryAfterS: 3_600, times: 1_000 })
    await s.answer(town.lee, ANSWER)
    for (const wait of [terms.close, terms.remind, terms.remind, terms.remind].map((ms) => ms + 60_000))
      await s.later(wait)
    expect(await concern()).toMatchObject({ state: 'answered' })
    expect(await words()).toEqual([])
  })
})
