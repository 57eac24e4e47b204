import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinSeen } from '#contract'
import { enters, newestConcern, settled, type Town } from '../support/journey.ts'
import { concernsOf } from '../support/records.ts'
import { bare, DAY, type World, world } from '../support/world.ts'

describe('a draft', () => {
  let w: World
  let at: Town

  beforeAll(async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.minh)
  })
  afterAll(() => w.close())

  const count = async () => (await concernsOf(w, at.precinct)).length
  const draft = () => at.ana.card(at.ana.t(($) => $.concerns.draft.sees, { precinct: 'Precinct 9' }))
  const wrote = async (words: string): Promise<TwinSeen> => {
    await at.ana.says(words)
    return draft()
  }
  const sorts = async (kind: string) => {
    await at.ana.presses(at.ana.t(($) => $.concerns.button.sort))
    await at.ana.presses(kind)
  }

  it('of Ana’s own words, for somebody she spoke with, says whose word it is', async () => {
    const { ana } = at
    await wrote('Una vecina dice que falta un cruce en la escuela.')
    await ana.presses(ana.t(($) => $.concerns.button.send_agreed))
    expect((await concernsOf(w, at.precinct)).at(-1)).toMatchObject({
      word: 'ambassador',
      topic: 'traffic',
      locale: 'es',
    })
  })

  it('names its area when the words do, and can be filed otherwise', async () => {
    const { ana, lee } = at
    await lee.presses(
      lee.t(($) => $.people.button.areas),
      at.desk,
    )
    await lee.answers({ names: 'Calle Roble\nParque Norte' })
    expect(bare((await wrote('Hay basura en el parque norte.')).text)).toContain('Parque Norte')
    await ana.presses(ana.t(($) => $.concerns.button.topic))
    await ana.presses(ana.t(($) => $.concerns.topic.youth))
    await ana.presses('Calle Roble')
    const card = bare(draft().text)
    expect(card).toContain(ana.t(($) => $.concerns.topic.youth))
    expect(card).toContain('Calle Roble')
    await ana.presses(ana.t(($) => $.concerns.button.drop))
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.dropped))
    expect(ana.reads()).not.toContain('Hay basura en el parque norte')
    expect(await count()).toBe(1)
  })

  it('is sent as it was looked at: after an edit the old card sends nothing', async () => {
    const { ana } = at
    const before = await wrote('Don Julio pone la música muy alta.')
    const old = { ...before }
    await ana.presses(ana.t(($) => $.concerns.button.edit))
    await ana.says('La música está muy alta, escriban a julio@example.com')
    const card = draft()
    expect(bare(card.text)).not.toContain('Julio')
    expect(bare(card.text)).toContain(`[${ana.t(($) => $.common.mask.email)}]`)
    expect(old.id).toBe(card.id)
    await ana.presses(ana.t(($) => $.concerns.button.send_agreed))
    const { id } = await newestConcern(at, ana)
    expect((await concernsOf(w, at.precinct)).find((one) => one.id === id)).toMatchObject({
      state: 'desk',
      topic: 'noise',
    })
  })

  it('with words of danger shows the emergency number first', async () => {
    const { ana } = at
    const card = bare((await wrote('Hay un hombre con una pistola en la esquina.')).text)
    expect(card.startsWith(ana.t(($) => $.common.danger, { emergency: '911' }))).toBe(true)
    await sorts(ana.t(($) => $.concerns.sort.button.danger))
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.sort.danger, { emergency: '911' }))
    await ana.presses(ana.t(($) => $.concerns.button.drop))
  })

  it('about police behaviour never goes to the desk of the same police', async () => {
    const { ana } = at
    await wrote('Un policía me gritó en la calle.')
    await sorts(ana.t(($) => $.concerns.sort.button.conduct))
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.sort.conduct))
    expect(ana.reads()).not.toContain('me gritó')
    expect(await count()).toBe(2)
  })

  it('about a private person goes only without that person', async () => {
    const { ana } = at
    await wrote('Pedro tira basura en la calle.')
    await sorts(ana.t(($) => $.concerns.sort.button.private_person))
    expect(ana.offered(draft())).toEqual([ana.t(($) => $.concerns.button.edit), ana.t(($) => $.concerns.button.drop)])
    await ana.presses(
      ana.t(($) => $.concerns.button.edit),
      draft(),
    )
    await ana.says('Alguien tira basura en la calle.')
    await ana.presses(ana.t(($) => $.concerns.button.send_agreed))
    expect((await concernsOf(w, at.precinct)).at(-1)).toMatchObject({ text: 'Alguien tira basura en la calle.' })
  })

  it('about papers: legal aid only, and nothing was sent', async () => {
    const { ana } = at
    await wrote('Tengo miedo de llamar porque no tengo papeles.')
    await sorts(ana.t(($) => $.concerns.sort.button.status))
    expect(ana.offered(draft())).not.toContain(ana.t(($) => $.concerns.button.send_agreed))
    await ana.presses(
      ana.t(($) => $.concerns.button.legal_aid),
      draft(),
    )
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.sort.legal_aid))
    expect(ana.reads()).not.toContain('no tengo papeles')
    expect(await count()).toBe(3)
  })

  it('about papers: only the author can send it, after it was handed over', async () => {
    const { ana, minh } = at
    await wrote('Me da miedo denunciar el ruido porque no tengo papeles.')
    await sorts(ana.t(($) => $.concerns.sort.button.status))
    await ana.presses(
      ana.t(($) => $.concerns.button.hand_over),
      draft(),
    )
    const link = /https:\S+/u.exec(bare(ana.card(ana.t(($) => $.concerns.sort.hand_over)).text))?.[0] ?? 'none'
    expect(ana.offered(draft())).toEqual([ana.t(($) => $.concerns.button.drop)])
    await minh.opens(link)
    expect(minh.reads()).toContain('no tengo papeles')
    await minh.presses(minh.t(($) => $.concerns.button.sort))
    await minh.presses(minh.t(($) => $.concerns.sort.button.status))
    expect(minh.reads()).toContain(minh.t(($) => $.concerns.sort.status_author))
    await minh.presses(minh.t(($) => $.concerns.button.send))
    expect((await concernsOf(w, at.precinct)).at(-1)).toMatchObject({ word: 'author', state: 'desk' })
  })

  it('of nothing but a picture, or of too many words, says so kindly', async () => {
    const { ana } = at
    await (ana.person as unknown as { attaches(room: unknown, kind: 'photo'): Promise<unknown> }).attaches(
      ana.bot,
      'photo',
    )
    await w.settle()
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.no_words))
  })

  it('that nobody sends is deleted after a day, and Ana knows', async () => {
    const { ana } = at
    await wrote('Falta una papelera.')
    const before = await count()
    await w.later(DAY + 1000)
    expect(await count()).toBe(before - 1)
    expect(ana.reads()).not.toContain('Falta una papelera')
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.draft.lapsed))
  })
})
