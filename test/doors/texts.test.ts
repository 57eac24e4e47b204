import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinPerson, TwinSeen } from '#contract'
import { clean } from '#render'
import { mask } from '../../src/trust/redaction.ts'
import { hostile } from '../support/corpus.ts'
import { asOwner, type Json, moved, refsOf, rows, type Tap, wiretap } from '../support/doors.ts'
import { type Folk, folk } from '../support/folk.ts'
import { answered, enters, settled, type Told, type Town, written } from '../support/journey.ts'
import { bare, codeIn, newest, type World, world } from '../support/world.ts'

/** All that people type when they mean harm, in texts that one message can carry. */
const texts = [hostile.slice(0, 6), hostile.slice(6, 12), hostile.slice(12)].map(
  (some) => `Words: ${some.join('\nand ')}`,
)

/** Formatting that our own messages use; none of it may hold a word of somebody else. */
const ours = ['bold', 'italic', 'code', 'heading']
const quotes = ['blockquote', 'expandable_blockquote', 'quote', 'preformatted']

/** What came alive in a message out of those words. */
const alive = (seen: TwinSeen, words: string) =>
  seen.live.filter(({ kind, text }) => {
    if (quotes.includes(kind)) return false
    return !ours.includes(kind) || (letters(text).length > 3 && letters(words).includes(letters(text)))
  })

const letters = (text: string) => bare(text).replace(/[^\p{L}\p{N}]/gu, '')
/** Words that a reader no longer finds. What kind of link it is, a client may take for itself when people type it. */
const lost = (found: string, text: string) =>
  (bare(text).match(/[\p{L}\p{N}]{2,}/gu) ?? []).filter(
    (word) => !/^(?:tel|mailto)$/u.test(word) && !found.includes(word),
  )

/** The words as they may be passed on: the same for every reader of one language. */
const passedOn = (who: Folk, text: string) =>
  mask(clean(text, 20_000), 'US', (kind) => who.t(($) => $.common.mask[kind])).text
const overrides = /[\u202a-\u202e]/u

/** A town whose desk asks question by question in private and whose community is elsewhere; nobody there is an ambassador. */
async function farTown(w: World, on: { community: string; desk: string }): Promise<Town> {
  const [communityTwin, deskTwin] = [w.twins[on.community]!, w.twins[on.desk]!]
  const lee = folk(w, deskTwin.person('Officer Lee', { locale: 'en-US' }), 'en')
  await lee.types('start')
  const desk = await deskTwin.group('precinct-9-desk', [lee.person])
  const { id: precinct, code } = await w.precinct()
  await lee.types('setup', code, desk)
  await lee.presses(
    lee.t(($) => $.people.button.community),
    desk,
  )
  await lee.answers({ name: 'Calle Roble', locale: 'Español', emergency: '' })
  const typed = codeIn(newest(lee.person, lee.bot, 'Calle Roble'))
  const [ana, rosa, minh] = ['Ana', 'Rosa', 'Minh'].map((name) => communityTwin.person(name, { locale: 'es' }))
  const group = await communityTwin.group('Calle Roble', [ana!, rosa!, minh!])
  await ana!.commands(group, 'setup', typed)
  await w.settle()
  const spoken = (person: TwinPerson) => folk(w, person, 'es')
  const people = { ana: spoken(ana!), rosa: spoken(rosa!), minh: spoken(minh!), lee }
  return { w, precinct, desk, group, communityTwin, deskTwin, ...people }
}

describe.each([
  ['telegram', 'slack'],
  ['slack', 'telegram'],
])('hostile words from %s to a desk on %s and back', (community, desk) => {
  let w: World
  let at: Town
  beforeAll(async () => {
    w = await world()
    at = desk === 'slack' ? await settled(w, { community, desk }) : await farTown(w, { community, desk })
    await at.rosa.opens(refsOf(w, 'people.enter').at(-1)!)
  })
  afterAll(() => w.close())

  const violations = () => Object.values(w.twins).flatMap((twin) => twin.violations)
  const shown = (who: Folk) =>
    [...who.person.sees(who.bot), ...(who === at.lee ? who.person.sees(at.desk) : [])].filter(({ fromBot }) => fromBot)
  /** Nothing new that they read came alive; resolves with the letters of it all. */
  function inertFor(who: Folk, words: string, before: readonly TwinSeen[]) {
    const known = new Map(before.map(({ id, text }) => [id, text]))
    const fresh = shown(who).filter(({ id, text }) => known.get(id) !== text)
    expect(fresh.flatMap((seen) => alive(seen, words))).toEqual([])
    expect(fresh.filter(({ text }) => overrides.test(text)).map(({ text }) => text)).toEqual([])
    return letters(fresh.map(({ text }) => text).join('\n'))
  }

  it.each(texts.map((text, index) => [index, text] as const))('text %i stays what it is', async (_, text) => {
    const [preview, atDesk] = [shown(at.rosa), shown(at.lee)]
    const told: Told = await written(at, at.rosa, text)
    expect(lost(inertFor(at.rosa, text, preview), passedOn(at.rosa, text))).toEqual([])
    await at.lee.presses(
      at.lee.t(($) => $.concerns.button.more),
      at.lee.card(told.code, at.desk),
    )
    await at.lee.presses(
      at.lee.t(($) => $.concerns.button.original),
      desk === 'slack' ? at.desk : at.lee.bot,
    )
    expect(lost(inertFor(at.lee, text, atDesk), passedOn(at.rosa, text))).toEqual([])
    const before = shown(at.rosa)
    await answered(at, told, text)
    expect(lost(inertFor(at.rosa, text, before), clean(text, 20_000))).toEqual([])
    inertFor(at.lee, text, atDesk)
    expect(violations()).toEqual([])
  })
})

describe('texts of odd lengths', () => {
  let w: World
  let at: Town
  let slack: Tap
  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    slack = await wiretap(w, 'slack')
    at = await settled(w)
    await enters(at, at.rosa)
  })
  afterAll(async () => {
    await slack.close()
    await w.close()
  })

  it('10,000 characters are not kept, and the writer hears by how many they are too long', async () => {
    const before = await rows(w.opened)
    await at.rosa.says('路灯坏了 '.repeat(2_000))
    expect(bare(at.rosa.finds().text)).toMatch(/5[.,\s]?90[34]/u)
    expect(await moved(w.opened, before)).toEqual([])
  })

  it.each(['\u200b', '\u2060 \u2060', '\u202e\u202c', '\u0000\u0007', ' \n '])('%j is no concern', async (text) => {
    const before = await rows(w.opened)
    await at.rosa.says(text)
    expect(await moved(w.opened, before)).toEqual([])
    expect(w.logs.filter(({ code }) => code === 'act.failed')).toEqual([])
  })

  const answers = (text: string) =>
    slack.alter((body) => {
      const payload = body.payload as { type?: string; view?: Json & { state: Json } } | undefined
      if (payload?.type !== 'view_submission') return null
      const state = { values: { text: { answer: { type: 'plain_text_input', value: text } } } }
      return { payload: { ...payload, view: { ...payload.view, state } } }
    })

  it('an answer that no form lets through is not taken from a client of one’s own making', async () => {
    const told = await written(at, at.rosa, 'La farola está rota')
    for (const text of ['x'.repeat(10_000), '', ' \n\u2060 ', '\u202e']) {
      await at.lee.presses(
        at.lee.t(($) => $.concerns.button.answer),
        at.lee.card(told.code, at.desk),
      )
      answers(text)
      expect(Object.keys(await at.lee.answers({ text: 'What the form shows' })), JSON.stringify(text)).toEqual(['text'])
    }
    expect(await asOwner(w.opened, 'select count(*)::int as n from answer')).toEqual([{ n: 0 }])
    expect(w.twins.slack!.violations).toEqual([])
  })
})

describe('hostile names', () => {
  it('of communities, people, areas and accounts are only names', async () => {
    const w = await world()
    const at = await settled(w)
    const name = '<!channel> *Rosa* @everyone \u202eevil.example'
    await at.lee.types('invite', '', at.desk)
    await at.lee.answers({ role: 'ambassador', label: name.slice(0, 40) })
    await at.lee.presses(
      at.lee.t(($) => $.people.button.areas),
      at.desk,
    )
    await at.lee.answers({ names: `${name}\n<b>Elm</b> & http://evil.example\n=1+1` })
    await at.lee.presses(
      at.lee.t(($) => $.people.button.community),
      at.desk,
    )
    await at.lee.answers({ name, locale: 'en', emergency: '@here' })
    await at.lee.types('people', '', at.desk)
    const stranger = at.deskTwin.person(name)
    const code = (await w.precinct('*Precinct* <!here>')).code
    const room = await at.deskTwin.group('another-desk', [stranger])
    await stranger.commands(room, 'setup', code)
    await w.settle()
    await stranger.commands(room, 'people')
    await w.settle()
    const seen = [...at.lee.person.sees(at.desk), ...stranger.sees(room)].filter(({ fromBot }) => fromBot)
    const found = seen.flatMap(({ live }) => live).filter(({ kind }) => ![...quotes, ...ours].includes(kind))
    expect(found).toEqual([])
    expect(seen.filter(({ text }) => overrides.test(text)).map(({ text }) => text)).toEqual([])
    expect(seen.flatMap(({ buttons }) => buttons).filter(({ label }) => overrides.test(label))).toEqual([])
    expect(w.twins.slack!.violations).toEqual([])
    await w.close()
  })
})
