import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dump, identitiesIn, type Tap, wiretap } from '../support/doors.ts'
import { answered, enters, morePressed, relayed, settled, type Told, type Town, written } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

/** Words that stand for everything people give us; each is planted where its name says, and found again by the control. */
const canaries = {
  message: 'heliotropo farola zafiro 4471',
  phone: '+1 212 555 0188',
  email: 'canaria.zafiro@correo.example',
  handle: '@canaria_zafiro_77',
  own: 'heliotropo ruido topacio 5582',
  draft: 'heliotropo borrador granate 6693',
  edited: 'heliotropo cambiado berilo 7704',
  question: 'heliotropo which corner opal 8815',
  reply: 'heliotropo esquina jade 9926',
  half: 'heliotropo a medias perla 1037',
  answer: 'heliotropo repaired onyx 2148',
  reason: 'heliotropo declined agate 3259',
  label: 'heliotropo amber 4360',
  community: 'heliotropo quartz 5471',
  area: 'heliotropo garnet street 6582',
}

/** Shown to somebody in these forms at least once, so the search below would have found them. */
const shown: (keyof typeof canaries)[] = [
  'message',
  'own',
  'draft',
  'edited',
  'question',
  'reply',
  'answer',
  'reason',
  'label',
  'community',
  'area',
]

const cores = (text: string) =>
  [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
      .toString('base64')
      .replace(/=+$/u, '')
    return encoded.slice(shift === 0 ? 0 : shift + 1, -2)
  })

/** Every way in which a text could lie in a dump without being sealed. */
function forms(text: string, prefixes: readonly string[] = []): string[] {
  const hashed = ['', ...prefixes].flatMap((prefix) =>
    ['sha256', 'sha1', 'md5'].flatMap((name) =>
      (['hex', 'base64', 'base64url'] as const).map((form) =>
        createHash(name)
          .update(prefix + text)
          .digest(form)
          .slice(0, 30),
      ),
    ),
  )
  const hex = Buffer.from(text).toString('hex')
  const wide = Buffer.from(text, 'utf16le').toString('hex')
  const plain = [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    [...text].reverse().join(''),
    text.replaceAll(/\s/gu, ''),
    encodeURIComponent(text),
  ]
  const standard = cores(text)
  const safe = standard.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))
  return [...plain, hex, hex.toUpperCase(), wide, JSON.stringify(text).slice(1, -1), ...standard, ...safe, ...hashed]
}

describe('after a whole journey', () => {
  let w: World
  let at: Town
  let taps: Record<string, Tap>
  let own: Told

  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    taps = { slack: await wiretap(w, 'slack'), telegram: await wiretap(w, 'telegram') }
    at = await settled(w)
    await desk()
    const relay = await relayed(at, `${canaries.message} ${canaries.phone} ${canaries.email} ${canaries.handle}`)
    await enters(at, at.minh)
    own = await written(at, at.minh, canaries.own)
    await exchange()
    await answered(at, relay, canaries.answer)
    await at.ana.presses(at.ana.t(($) => $.concerns.button.settled))
    await morePressed(
      at,
      own,
      at.lee.t(($) => $.concerns.button.decline),
    )
    await at.lee.answers({ reason: 'other', text: canaries.reason })
    await unfinished()
  })
  afterAll(async () => {
    await Promise.all(Object.values(taps).map((tap) => tap.close()))
    await w.close()
  })

  async function desk() {
    await at.lee.types('invite', '', at.desk)
    await at.lee.answers({ role: 'officer', label: canaries.label })
    await at.lee.presses(
      at.lee.t(($) => $.people.button.community),
      at.desk,
    )
    await at.lee.answers({ name: canaries.community, locale: 'English', emergency: '' })
    await at.lee.presses(
      at.lee.t(($) => $.people.button.areas),
      at.desk,
    )
    await at.lee.answers({ names: canaries.area })
    await at.lee.presses(
      at.lee.t(($) => $.people.button.areas),
      at.desk,
    )
  }
  async function exchange() {
    await at.lee.presses(
      at.lee.t(($) => $.concerns.button.ask),
      at.lee.card(own.code, at.desk),
    )
    await at.lee.answers({ text: canaries.question })
    await at.minh.presses(at.minh.t(($) => $.concerns.button.reply))
    await at.minh.says(canaries.reply)
  }
  /** A draft that nobody sent, changed once, and a form half filled in. */
  async function unfinished() {
    await at.ana.forwards(await at.rosa.says(canaries.draft, at.group))
    await at.ana.presses(at.ana.t(($) => $.concerns.button.edit))
    await at.ana.says(canaries.edited)
    await at.minh.says(canaries.half)
    await at.minh.presses(at.minh.t(($) => $.concerns.button.topic))
  }

  const identities = () => identitiesIn(Object.values(taps))
  const everythingSeen = () =>
    [at.ana, at.rosa, at.minh, at.lee]
      .flatMap(({ person }) =>
        [person.bot, person === at.lee.person ? at.desk : at.group].flatMap((room) => person.sees(room)),
      )
      .map(({ text }) => bare(text))
      .join('\n')

  it('people saw every canary, and the platforms told us who they are', () => {
    const text = `${everythingSeen()}\n${JSON.stringify(Object.values(w.twins).map(({ calls }) => calls))}`
    expect(shown.filter((name) => !forms(canaries[name]).some((form) => text.includes(form)))).toEqual([])
    expect(identities().length).toBeGreaterThan(8)
    expect(w.twins.slack!.violations.concat(w.twins.telegram!.violations)).toEqual([])
  })

  it('a stolen database holds none of it, in any form', async () => {
    const rows = [...(await dump(w.opened))].flatMap(([table, found]) => found.map((row) => `${table} ${row}`))
    const text = rows.join('\n')
    expect(rows.length).toBeGreaterThan(60)
    const prefixes = ['telegram:', 'slack:', 'telegram|', 'slack|']
    const planted = Object.entries(canaries).flatMap(([name, canary]) =>
      forms(canary)
        .filter((form) => text.includes(form))
        .map((form) => ({ name, form })),
    )
    expect(planted).toEqual([])
    const people = identities().flatMap((one) =>
      forms(one, prefixes).filter((form) => form.length > 5 && text.includes(form)),
    )
    expect(people).toEqual([])
  })

  it('no column holds a hash from which a guessed concern could be confirmed', async () => {
    const text = JSON.stringify([...(await dump(w.opened))])
    const guesses = (await wordsKept()).flatMap((words) => forms(words, [`${at.precinct}\n`, `${at.precinct}|`]))
    expect(guesses.length).toBeGreaterThan(100)
    expect(guesses.filter((guess) => guess !== '' && text.includes(guess))).toEqual([])
  })
  /** The texts of all concerns as they stand: what somebody with a stolen database would have to guess. */
  const wordsKept = async () => {
    const records = w.product.engine.store.records('engine', { precinct: at.precinct })
    return (await records.list('concern', (db) => db.concern.findMany())).map(({ text }) => text).filter(Boolean)
  }
})
