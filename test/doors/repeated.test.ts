import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, codesAt, type Heard, type Json, moved, parsed, rows, type Tap, wiretap } from '../support/doors.ts'
import { answered, relayed, settled, type Told, type Town } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

/** A shuffle that is the same on every run. */
function shuffled<T>(list: readonly T[], seed = 7): T[] {
  let next = seed
  const random = () => {
    next = (next * 48_271) % 2_147_483_647
    return next
  }
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

describe('an event that comes again', () => {
  let w: World
  let taps: Record<string, Tap>
  let at: Town
  let told: Told

  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    taps = { slack: await wiretap(w, 'slack'), telegram: await wiretap(w, 'telegram') }
    at = await settled(w)
    told = await relayed(at, 'La farola está rota desde hace un mes')
    await answered(at, told, 'The lamp was repaired on Tuesday.')
    await at.ana.presses(at.ana.t(($) => $.concerns.button.settled))
  })
  afterAll(async () => {
    await Promise.all(Object.values(taps).map((tap) => tap.close()))
    await w.close()
  })

  const genuine = (platform: string): Heard[] => taps[platform]!.heard.filter(({ status }) => status === 200)
  /** What proves the request and says how to read it; the rest is the client's own. */
  const proving = ({ headers }: Heard) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => /^(?:x-|content-type)/u.test(name))) as Record<
      string,
      string
    >
  const seen = () =>
    [at.ana, at.rosa, at.lee].flatMap(({ person }) =>
      [person.bot, person === at.lee.person ? at.desk : at.group].flatMap((room) =>
        person.sees(room).map(({ text }) => bare(text)),
      ),
    )
  const count = async (table: string) =>
    Number((await asOwner(w.opened, `select count(*)::int as n from ${table}`))[0]?.n)

  it('four times each and out of order changes nothing that anybody sees, and nothing in the database', async () => {
    const all = Object.keys(taps).flatMap((platform) => genuine(platform).map((one) => ({ platform, one })))
    expect(all.length).toBeGreaterThan(10)
    const [before, shown] = [await rows(w.opened), seen()]
    for (const { platform, one } of shuffled([...all, ...all, ...all, ...all])) {
      expect(await taps[platform]!.send(one.body, proving(one)), `${platform} ${one.body}`).toBe(200)
    }
    await w.settle()
    expect(seen()).toEqual(shown)
    expect(await moved(w.opened, before)).toEqual([])
  })

  it('at the same moment from four connections is done once', async () => {
    let forward: Json = {}
    taps.telegram!.alter((body) => {
      forward = body
      return null
    })
    await at.ana.forwards(await at.rosa.says('Hay basura en la esquina desde el lunes', at.group))
    const before = await count('concern')
    const update = { ...forward, update_id: 1_900_000_000 }
    const statuses = await Promise.all([1, 2, 3, 4].map(() => taps.telegram!.post(update)))
    await w.settle()
    expect([statuses, await count('concern')]).toEqual([[200, 200, 200, 200], before + 1])
  })

  it('with other words under the same event id is not read', async () => {
    const typeOf = ({ headers }: Heard) => headers['content-type']
    const [one] = genuine('slack').filter((heard) => 'command' in parsed(heard.body, typeOf(heard)))
    const before = await rows(w.opened)
    const opened = w.twins.slack!.calls.filter(({ method }) => method === 'views.open').length
    expect(await taps.slack!.post({ ...parsed(one!.body, typeOf(one!)), text: 'invite' }, typeOf(one!))).toBe(200)
    await w.settle()
    expect(await moved(w.opened, before)).toEqual([])
    expect(w.twins.slack!.calls.filter(({ method }) => method === 'views.open')).toHaveLength(opened)
  })

  it('left one card, one answer and one verdict', async () => {
    expect(codesAt(at.lee.person, at.desk).filter((one) => one === told.code)).toHaveLength(1)
    expect([await count('answer'), await count('verdict')]).toEqual([1, 1])
    expect(bare(at.lee.card(told.code, at.desk).text)).toContain(at.lee.t(($) => $.concerns.state.closed_confirmed))
  })
})
