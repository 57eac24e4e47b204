import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinFault } from '#contract'
import { codesAt, inAnyLanguage } from '../support/doors.ts'
import { answered, relayed, settled, type Told, type Town } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

const faults: [string, TwinFault][] = [
  ['ends connections', { kind: 'dropped', times: 2 }],
  ['has errors of its own', { kind: 'server-error', times: 2 }],
  ['answers in HTML', { kind: 'server-error', html: true, times: 2 }],
  ['wants us to wait', { kind: 'throttle', retryAfterS: 1, times: 2 }],
  ['is slow', { kind: 'slow', ms: 400, times: 3 }],
]
const lost: TwinFault = { kind: 'lost-reply', times: 1 }
const marked = inAnyLanguage((t) => t(($) => $.engine.repeat))

describe('a platform that', () => {
  let w: World
  let at: Town
  beforeAll(async () => {
    w = await world()
    at = await settled(w)
  })
  afterAll(() => w.close())

  const answersSeen = () =>
    at.ana.person
      .sees(at.ana.bot)
      .map(({ text }) => bare(text))
      .flatMap((text) => /answer \d+ of [a-z ]+/iu.exec(text)?.[0] ?? [])
  const settledUntil = (read: () => unknown, wanted: unknown) =>
    expect
      .poll(
        async () => {
          await w.settle()
          return read()
        },
        { timeout: 20_000, interval: 200 },
      )
      .toEqual(wanted)

  async function twoConcerns(word: string): Promise<Told[]> {
    const first = await relayed(at, `La farola está rota ${word} uno`)
    return [first, await relayed(at, `Hay basura en la esquina ${word} dos`)]
  }

  it.each(faults)(
    '%s gets every answer, in order and once',
    async (name, fault) => {
      const told = await twoConcerns(name)
      const before = answersSeen()
      w.twins.telegram!.fault({ ...fault, method: 'sendMessage' })
      for (const [index, one] of told.entries()) await answered(at, one, `answer ${index + 1} of ${name}`)
      await settledUntil(answersSeen, [...before, `answer 1 of ${name}`, `answer 2 of ${name}`])
      await w.settle()
      expect(answersSeen()).toHaveLength(before.length + 2)
    },
    60_000,
  )

  it.each(faults)(
    '%s gets every concern, in order and once',
    async (name, fault) => {
      const before = codesAt(at.lee.person, at.desk)
      w.twins.slack!.fault({ ...fault, method: 'chat.postMessage' })
      const told = await twoConcerns(name)
      await settledUntil(() => codesAt(at.lee.person, at.desk), [...before, ...told.map(({ code }) => code)])
    },
    60_000,
  )

  it('loses the answer to our send gets it again, marked as a repeat, and what follows once', async () => {
    const told = await twoConcerns('perdido')
    w.twins.telegram!.fault({ ...lost, method: 'sendMessage' })
    for (const [index, one] of told.entries()) await answered(at, one, `answer ${index + 1} of lost`)
    const texts = () =>
      at.ana.person
        .sees(at.ana.bot)
        .map(({ text }) => bare(text))
        .filter((text) => text.includes('of lost'))
    await settledUntil(
      () => texts().map((text) => [/answer \d/u.exec(text)?.[0], marked.some((one) => text.includes(one))]),
      [
        ['answer 1', false],
        ['answer 1', true],
        ['answer 2', false],
      ],
    )
  }, 60_000)

  it('loses the answer to a card does not leave two cards that nobody can tell apart', async () => {
    w.twins.slack!.fault({ ...lost, method: 'chat.postMessage' })
    const told = await relayed(at, 'El semáforo no funciona')
    await settledUntil(() => codesAt(at.lee.person, at.desk).includes(told.code), true)
    await w.settle()
    const cards = at.lee.person.sees(at.desk).filter(({ text }) => bare(text).includes(`${told.code} ·`))
    const plain = cards.filter(({ text }) => !marked.some((one) => bare(text).includes(one)))
    expect(plain).toHaveLength(1)
  }, 60_000)

  it('loses the answer to an edit or a deletion is asked again, which changes nothing more', async () => {
    const said = await at.rosa.says('Hay ruido cada noche', at.group)
    w.twins.telegram!.fault({ ...lost, method: 'deleteMessage' })
    await at.ana.forwards(said)
    w.twins.telegram!.fault({ ...lost, method: 'editMessageText' })
    await at.ana.presses(at.ana.t(($) => $.concerns.button.send_agreed))
    const cards = () => at.ana.person.sees(at.ana.bot).filter(({ text }) => bare(text).includes('ruido'))
    await settledUntil(() => cards().length, 1)
    await settledUntil(
      () => bare(cards()[0]!.text).includes(at.ana.t(($) => $.concerns.draft.sent, { precinct: 'Precinct 9' })),
      true,
    )
  }, 60_000)

  it('was away leaves nobody else waiting', async () => {
    w.twins.telegram!.fault({ kind: 'dropped', method: 'sendMessage', times: 4 })
    const told = await relayed(at, 'La farola está rota otra vez')
    expect(codesAt(at.lee.person, at.desk)).toContain(told.code)
    await settledUntil(() => at.ana.reads().includes(told.receipt), true)
    expect([...w.twins.slack!.violations, ...w.twins.telegram!.violations]).toEqual([])
  }, 60_000)
})
