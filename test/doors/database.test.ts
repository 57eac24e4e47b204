import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Opened } from '../../src/store/open.ts'
import { asOwner, type Heard, type Json, parsed, type Tap, wiretap } from '../support/doors.ts'
import { enters, relayed, settled, type Town } from '../support/journey.ts'
import { type World, world } from '../support/world.ts'

type Callback = (error: Error | undefined, client?: unknown, release?: () => void) => void

/** Takes connections away from the product: `when` says, for each try, with which error it fails. */
function unplug(opened: Opened, when: (nth: number) => Error | null): () => void {
  let tries = 0
  const spies = [...new Set(Object.values(opened.pools))].map((pool) => {
    const real = pool.connect.bind(pool) as (callback?: Callback) => Promise<never>
    const connect = (callback?: Callback) => {
      tries += 1
      const error = when(tries)
      if (!error) return real(callback)
      return callback ? callback(error) : Promise.reject(error)
    }
    return vi.spyOn(pool, 'connect').mockImplementation(connect as never)
  })
  return () => {
    for (const spy of spies) spy.mockRestore()
  }
}

const outage = (code: string, message: string) => Object.assign(new Error(message), { code })
/** What drivers and servers say when the database cannot be had just now. */
const outages = [
  outage('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432'),
  outage('ECONNRESET', 'read ECONNRESET'),
  outage('57P01', 'terminating connection due to administrator command'),
  outage('57P03', 'the database system is starting up'),
  outage('53300', 'sorry, too many clients already'),
  outage('08006', 'connection failure'),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Cannot use a pool after calling end on the pool'),
]

let w: World
let at: Town
const taps: Tap[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(taps.splice(0).map((tap) => tap.close()))
  await w.close()
})

const count = async (table: string) =>
  Number((await asOwner(w.opened, `select count(*)::int as n from ${table}`))[0]?.n)
const typeOf = ({ headers }: Heard) => headers['content-type']
const tapped = async (platform: string) => {
  const tap = await wiretap(w, platform)
  taps.push(tap)
  return tap
}

describe('while the database is away', () => {
  it('a signed door asks for everything again, and does it once when the database is back', async () => {
    w = await world()
    const slack = await tapped('slack')
    at = await settled(w)
    const told = await relayed(at, 'La farola está rota')
    const card = at.lee.card(told.code, at.desk)
    const plug = unplug(w.opened, () => outages[0]!)
    const since = slack.heard.length
    await at.lee.person.presses(card, card.buttons.at(-1)!.label)
    await at.lee.person.commands(at.desk, 'help')
    await at.lee.person.says(at.lee.bot, 'Is anybody there?')
    await w.twins.slack!.settled()
    const turnedAway = slack.heard.slice(since)
    expect(turnedAway.map(({ status }) => status)).toEqual(turnedAway.map(() => 503))
    expect(turnedAway.length).toBeGreaterThan(2)
    plug()
    const inbox = await count('inbox')
    for (let round = 0; round < 3; round += 1)
      for (const one of turnedAway) expect(await slack.post(parsed(one.body, typeOf(one)), typeOf(one))).toBe(200)
    await w.settle()
    expect(await count('inbox')).toBe(inbox + 3)
  })

  it('the health of the process is good, and its readiness is not', async () => {
    w = await world()
    const ask = (path: string) => fetch(`${w.product.url}${path}`).then(({ status }) => status)
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200])
    const plug = unplug(w.opened, () => outages[0]!)
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 503])
    plug()
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200])
  })

  it('polling does not go on without what it could not keep, however long that takes', async () => {
    w = await world()
    at = await settled(w)
    await enters(at, at.minh)
    const before = await count('concern')
    const plug = unplug(w.opened, () => outages[2]!)
    await at.minh.person.says(at.minh.bot, '路灯从星期一就坏了')
    await at.ana.person.says(at.ana.bot, 'Hay basura en la esquina')
    const refusals = () =>
      w.logs.filter(({ code }) => code === 'update.refused').map(({ fields }) => Number(fields.count))
    await expect.poll(() => Math.max(0, ...refusals()), { timeout: 25_000, interval: 100 }).toBeGreaterThan(5)
    expect(w.logs.filter(({ code }) => code === 'update.skipped')).toEqual([])
    plug()
    await w.settle()
    expect(await count('concern')).toBe(before + 2)
    expect(at.minh.reads()).toContain('路灯从星期一就坏了')
  }, 60_000)
})

describe('when the database blinks', () => {
  it('at any step of an event, the event is kept whole or asked for again', async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    const telegram = await tapped('telegram')
    at = await settled(w)
    await enters(at, at.minh)
    let genuine: Json = {}
    telegram.alter((body) => {
      genuine = body
      return null
    })
    await at.minh.says('路灯坏了')
    // What it sends meanwhile takes connections too, and is none of this.
    vi.spyOn(w.product.engine, 'wake').mockImplementation(() => {})
    const lost: string[] = []
    let askedAgain = 0
    let id = 1_800_000_000
    for (const error of outages)
      for (let step = 1; step <= 5; step += 1) {
        id += 1
        const before = await count('concern')
        const update = { ...genuine, update_id: id }
        const plug = unplug(w.opened, (nth) => (nth === step ? error : null))
        const first = await telegram.post(update)
        plug()
        if (first === 503) askedAgain += 1
        const then = first === 200 ? 200 : await telegram.post(update)
        if (then !== 200 || (await count('concern')) !== before + 1) lost.push(`${error.message} at ${step}: ${first}`)
      }
    expect(lost).toEqual([])
    expect(askedAgain).toBeGreaterThanOrEqual(2 * outages.length)
  }, 60_000)

  it('at the commit, nothing is said to be done', async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    const telegram = await tapped('telegram')
    at = await settled(w)
    const said = await at.rosa.says('Hay ruido cada noche', at.group)
    const before = await count('concern')
    for (const error of [
      ...outages.slice(0, 3),
      outage('40P01', 'deadlock detected'),
      outage('25006', 'cannot execute INSERT in a read-only transaction'),
    ]) {
      vi.spyOn(w.product.engine.store, 'commit').mockRejectedValueOnce(error)
      const since = telegram.heard.length
      await at.ana.forwards(said)
      expect(telegram.heard.slice(since).map(({ status }) => status)).toEqual([503, 200])
    }
    expect(await count('concern')).toBe(before + 5)
  })
})
