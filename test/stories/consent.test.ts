import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enters, receiptIn, settled, type Town } from '../support/journey.ts'
import { concernsOf, eventsOf } from '../support/records.ts'
import { bare, DAY, HOUR, type World, world } from '../support/world.ts'

const WORDS = 'Hay basura en el parque desde el lunes.'

describe('an author whom the bot can reach', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.rosa)
  })
  afterAll(() => w.close())

  const forwardedToAna = async (words: string) => at.ana.forwards(await at.rosa.says(words, at.group))
  const asked = async (words: string) => {
    await forwardedToAna(words)
    await at.ana.presses(at.ana.t(($) => $.concerns.button.ask_author))
  }

  it('can only be asked: Ana cannot say yes for them', async () => {
    const { ana, rosa } = at
    await forwardedToAna(WORDS)
    const offered = ana.offered(ana.card('Hay basura'))
    expect(offered).toContain(ana.t(($) => $.concerns.button.ask_author))
    expect(offered).not.toContain(ana.t(($) => $.concerns.button.send_agreed))
    expect(offered).not.toContain(ana.t(($) => $.concerns.button.topic_only))
    expect(rosa.reads()).not.toContain('Hay basura')
  })

  it('reads it in their own language, and sends it themselves', async () => {
    const { ana, rosa, lee } = at
    await ana.presses(ana.t(($) => $.concerns.button.ask_author))
    expect(ana.offered(ana.card('Hay basura'))).toEqual([ana.t(($) => $.concerns.button.drop)])
    expect(bare(rosa.card('Hay basura').text)).toContain(
      rosa.t(($) => $.concerns.draft.title, { precinct: 'Precinct 9' }),
    )
    rosa.taps = 0
    await rosa.presses(rosa.t(($) => $.concerns.button.send))
    expect(rosa.taps).toBe(1)
    const [concern] = await concernsOf(w, at.precinct)
    expect(concern).toMatchObject({ state: 'desk', word: 'author' })
    const word = lee.t(($) => $.concerns.word.author)
    expect(bare(lee.card(concern!.desk_code, at.desk).text)).toContain(word)
    expect(receiptIn(rosa)).not.toBe(receiptIn(ana))
  })

  it('may send the topic alone, and then the desk has no words', async () => {
    const { rosa, lee } = at
    await asked('Mi vecino me da miedo por las noches.')
    await rosa.presses(rosa.t(($) => $.concerns.button.topic_only))
    const concern = (await concernsOf(w, at.precinct)).at(-1)
    expect(concern).toMatchObject({ text: '', topic: 'safety', state: 'desk' })
    const topic = lee.t(($) => $.concerns.topic.safety)
    expect(bare(lee.card(concern!.desk_code, at.desk).text)).toContain(
      lee.t(($) => $.concerns.desk.only_topic, { topic }),
    )
    expect(rosa.reads()).toContain(rosa.t(($) => $.concerns.draft.only_topic))
    expect(rosa.reads()).not.toContain('Mi vecino me da miedo')
  })

  it('may say no: the text is gone everywhere, and Ana knows', async () => {
    const { ana, rosa } = at
    await asked('Una cosa que no quiero contar.')
    await rosa.presses(rosa.t(($) => $.concerns.button.drop))
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.author_no))
    expect(ana.reads()).not.toContain('Una cosa')
    expect(rosa.reads()).not.toContain('Una cosa')
    expect(await concernsOf(w, at.precinct)).toHaveLength(2)
  })

  it('may change the words first, and Ana then sees what is asked about', async () => {
    const { ana, rosa } = at
    await asked('La música de Paco no me deja dormir.')
    await rosa.presses(rosa.t(($) => $.concerns.button.edit))
    await rosa.answers({ text: 'Hay música muy alta por las noches.' })
    expect(ana.reads()).toContain('Hay música muy alta')
    await rosa.presses(rosa.t(($) => $.concerns.button.send))
    const concern = (await concernsOf(w, at.precinct)).at(-1)
    expect(concern).toMatchObject({ text: 'Hay música muy alta por las noches.', state: 'desk', word: 'author' })
  })

  it('may stay silent: after three days it is deleted, and Ana knows', async () => {
    const { ana, rosa } = at
    await asked('Nadie limpia la plaza.')
    await w.later(3 * DAY - HOUR)
    expect(rosa.reads()).toContain('Nadie limpia la plaza')
    await w.later(2 * HOUR)
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.author_silent))
    expect(ana.reads()).not.toContain('Nadie limpia la plaza')
    expect(rosa.reads()).not.toContain('Nadie limpia la plaza')
    expect(await concernsOf(w, at.precinct)).toHaveLength(3)
    expect(await eventsOf(w, at.precinct, 'consented')).toHaveLength(3)
  })
})
