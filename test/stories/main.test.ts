import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinSeen } from '#contract'
import { type Folk, folk } from '../support/folk.ts'
import { concernsOf, verdictsOf } from '../support/records.ts'
import { bare, town, type World, world } from '../support/world.ts'

const NUMBER = '+1 212 555 0123'
const WORDS = `La farola de la calle Roble está rota desde hace un mes. Mi número es ${NUMBER}`
const ANSWER = 'The lamp was repaired on Tuesday.'

describe('a concern from a group to a verdict', () => {
  let w: World
  let at: Awaited<ReturnType<typeof town>>
  let ana: Folk
  let lee: Folk
  let said: TwinSeen
  let quiet: TwinSeen[]
  let callsBefore: number

  beforeAll(async () => {
    w = await world()
    at = await town(w)
    ana = folk(w, at.ana, 'es')
    lee = folk(w, at.lee, 'en')
    said = await at.rosa.says(at.group, WORDS)
    await w.settle()
    quiet = at.minh.sees(at.group)
    callsBefore = w.twins.slack!.calls.length
  })
  afterAll(() => w.close())

  it('is one card after the forward, masked, and the forward is gone', async () => {
    await ana.forwards(said)
    expect(at.ana.sees(ana.bot).filter((seen) => !seen.fromBot && seen.text.includes('farola'))).toEqual([])
    const card = ana.finds(ana.t(($) => $.concerns.draft.sees, { precinct: 'Precinct 9' }))
    expect(bare(card.text)).toContain('La farola de la calle Roble')
    expect(bare(card.text)).not.toContain('555')
    expect(bare(card.text)).toContain(`[${ana.t(($) => $.common.mask.phone)}]`)
    expect(bare(card.text)).toContain(ana.t(($) => $.concerns.topic.lighting))
    expect(ana.offered(card).slice(0, 3)).toEqual([
      ana.t(($) => $.concerns.button.send_agreed),
      ana.t(($) => $.concerns.button.topic_only),
      ana.t(($) => $.concerns.button.drop),
    ])
  })

  it('is sent with one tap, and received with a code', async () => {
    ana.taps = 0
    await ana.presses(ana.t(($) => $.concerns.button.send_agreed))
    expect(ana.taps).toBe(1)
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.receipt.title, { code: receipt() }))
  })

  it('stands at the desk in English, without anybody in it, the words behind a button', async () => {
    const [concern] = await concernsOf(w, at.precinct)
    const card = lee.card(concern!.desk_code, at.desk)
    expect(bare(card.text)).toContain(lee.t(($) => $.concerns.topic.lighting))
    expect(bare(card.text)).not.toContain('farola')
    await lee.presses(
      lee.t(($) => $.concerns.button.more),
      card,
    )
    await lee.presses(
      lee.t(($) => $.concerns.button.original),
      at.desk,
    )
    expect(lee.reads(at.desk)).toContain('La farola de la calle Roble')
    expect(new Set([receipt(), concern!.desk_code, concern!.digest_line]).size).toBe(3)
  })

  it('is answered in words that say which language they are in', async () => {
    const [concern] = await concernsOf(w, at.precinct)
    await lee.presses(
      lee.t(($) => $.concerns.button.answer),
      lee.card(concern!.desk_code, at.desk),
    )
    await lee.answers({ text: ANSWER })
    const answer = ana.finds(ANSWER)
    expect(bare(answer.text)).toContain(ana.t(($) => $.concerns.voice.in_language_you, { language: 'inglés' }))
    expect(bare(answer.text)).toContain(ana.t(($) => $.concerns.voice.judge_for))
  })

  it('is judged with one tap, marked as the word of the ambassador, and closes', async () => {
    ana.taps = 0
    await ana.presses(ana.t(($) => $.concerns.button.settled))
    expect(ana.taps).toBe(1)
    expect(ana.reads()).toContain(ana.t(($) => $.concerns.voice.marked))
    const [concern] = await concernsOf(w, at.precinct)
    expect(concern).toMatchObject({ state: 'closed', confirmed: true })
    expect(await verdictsOf(w, at.precinct)).toMatchObject([{ word: 'ambassador', judgement: 'settled' }])
    const card = lee.card(concern!.desk_code, at.desk)
    const word = lee.t(($) => $.concerns.word.ambassador)
    expect(bare(card.text)).toContain(lee.t(($) => $.concerns.state.closed_confirmed))
    expect(bare(card.text)).toContain(lee.t(($) => $.concerns.desk.verdict.settled, { word }))
  })

  it('left no trace in the group', () => {
    expect(at.minh.sees(at.group)).toEqual(quiet)
  })

  it('showed the precinct nobody: no name, account, number or receipt', () => {
    const given = JSON.stringify(w.twins.slack!.calls.slice(callsBefore))
    const accounts = [at.ana, at.rosa, at.minh].map((one) => accountOf(one))
    for (const secret of ['Ana', 'Rosa', 'Minh', '555', 'Calle Roble', receipt(), ...accounts])
      expect(given).not.toContain(secret)
    expect(given).toContain(ANSWER)
  })

  it('broke no rule of either platform', () => {
    expect(w.twins.slack!.violations).toEqual([])
    expect(w.twins.telegram!.violations).toEqual([])
  })

  const receipt = () => /R-[\w-]+/u.exec(ana.reads())?.[0] ?? 'none'
})

const accountOf = (person: object) => String((person as { account: { user: { id: number } } }).account.user.id)
