import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerForm, bare, newest, town, transcript, type World, world } from '../support/world.ts'

describe('a concern from a group to a verdict', () => {
  let w: World
  beforeAll(async () => {
    w = await world()
  })
  afterAll(() => w.close())

  it('goes all the way', async () => {
    const { ana, rosa, group, lee, desk } = await town(w)
    const said = await rosa.says(group, 'La farola de la calle Roble está rota desde hace un mes. Mi número es +1 212 555 0123')
    await w.settle()
    await ana.relays(said)
    await w.settle()
    console.log(transcript(ana, ana.bot))
    await ana.presses(newest(ana, ana.bot, 'Send'), newest(ana, ana.bot, 'Send').buttons[0]!.label)
    await w.settle()
    console.log(transcript(ana, ana.bot))
    console.log(w.logs, w.twins.slack?.violations, w.twins.telegram?.violations)
    console.log((await w.opened.pools.pump.query(`select view, kind, state, held, due_at - now() as wait, attempts, reason, code, wanted, shown from delivery order by id`)).rows)
    const card = newest(lee, desk, 'D-')
    await lee.presses(card, 'Answer')
    await w.settle()
    await answerForm(w, lee, desk, { text: 'The lamp was repaired on Tuesday.' })
    console.log(transcript(ana, ana.bot))
    console.log(w.logs)
  })
})
