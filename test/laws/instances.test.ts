import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimClocks, productTime } from '../../src/store/clocks.ts'
import { type Op, type Store, storeOf } from '../../src/store/index.ts'
import { claim, complete, recover } from '../../src/store/outbox.ts'
import { newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { createVault } from '../../src/trust/vault.ts'
import { database } from '../support/database.ts'

const PRECINCT = randomUUID()
const [CLOCKS, PLACES, INSTANCES] = [40, 12, 4]
const past = new Date(Date.now() - 60_000)

/** Several instances on one database, and instances that died with work in their hands. */
describe('many instances', () => {
  let store: Store
  beforeAll(async () => {
    const keys = parseKeyRing(newKey('k1'))
    if (!keys.ok) throw new Error(keys.problem)
    store = await storeOf(await database(), createVault(keys.ring))
    await store.commit(PRECINCT, [...clocks(), ...deliveries(store)])
  })
  afterAll(() => store.close())

  const sql = (text: string) =>
    store.run('engine', { precinct: PRECINCT }, [{ name: text.slice(0, 50), text, values: [] }])
  const all = <T>(one: (lease: string) => Promise<T>) =>
    Promise.all(Array.from({ length: INSTANCES }, () => one(randomUUID())))

  it('share due clocks: nobody gets what another holds', async () => {
    const now = await productTime(store)
    const taken = (await all((lease) => claimClocks(store, now, lease, CLOCKS))).flat()
    expect(taken).toHaveLength(CLOCKS)
    expect(new Set(taken.map(({ id }) => id)).size).toBe(CLOCKS)
    expect(await claimClocks(store, now, randomUUID(), CLOCKS)).toEqual([])
  })

  it('ring again what died in the hands of one, and only after its lease', async () => {
    await sql(`update clock set leased_to = now() - interval '1 second' where id in (select id from clock limit 5)`)
    const again = (await all(async (lease) => claimClocks(store, await productTime(store), lease, CLOCKS))).flat()
    expect(again.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2, 2])
  })

  it('share deliveries: the oldest of each place, once', async () => {
    const taken = (await all((lease) => claim(store, asking(lease)))).flat()
    expect(taken).toHaveLength(PLACES)
    expect(new Set(taken.map(({ place_key }) => place_key)).size).toBe(PLACES)
    expect(await claim(store, asking(randomUUID()))).toEqual([])
  })

  it('send again, marked, what died in the hands of one; its late word counts for nothing', async () => {
    expect(await recover(store)).toBe(0)
    await sql(`update delivery set due_at = now() - interval '1 second' where state = 'sending'`)
    expect(await recover(store)).toBe(PLACES)
    const [first] = await claim(store, asking(randomUUID()))
    expect(first).toMatchObject({ repeat: true, attempts: 2, state: 'sending' })
    const late = { ...first!, lease: randomUUID() }
    await complete(store, [{ row: late, ending: { state: 'sent', refs: ['late'] } }])
    expect(await stateOf(first!.id)).toBe('sending')
    await complete(store, [{ row: first!, ending: { state: 'sent', refs: ['in time'] } }])
    expect(await stateOf(first!.id)).toBe('sent')
  })

  const stateOf = async (id: string) => (await sql(`select state from delivery where id = '${id}'`))[0]?.[0]?.state
})

const asking = (lease: string) => ({ platform: 'toy', lease, limit: 100, placeDepthMs: 0, placeEveryMs: 0 })

const clocks = (): Op[] =>
  Array.from({ length: CLOCKS }, () => ({
    op: 'insert',
    table: 'clock',
    row: {
      precinct_id: PRECINCT,
      id: randomUUID(),
      kind: 'toy',
      subject: randomUUID(),
      round: 1,
      who: 'desk',
      due_at: past,
      state: 'set',
    },
  }))

/** Two for each place: the second waits for the first. */
const deliveries = (store: Store): Op[] =>
  Array.from({ length: PLACES }, (_, index) => `place-${index}`).flatMap((key): Op[] => [
    {
      op: 'insert',
      table: 'place',
      row: store.sealing.seal('place', { key, platform: 'toy', purpose: 'private', address: '{}' }),
    },
    ...[1, 2].map((): Op => ({ op: 'insert', table: 'delivery', row: delivery(key) })),
  ])

const delivery = (place_key: string) => ({
  precinct_id: PRECINCT,
  id: randomUUID(),
  kind: 'post',
  place_key,
  view: 'engine.message',
})
