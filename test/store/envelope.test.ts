import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../src/store/batch.ts'
import { prismaReader, transact } from '../../src/store/envelope.ts'
import type { Opened } from '../../src/store/open.ts'
import { database } from '../support/database.ts'

const north = '01990000-0000-7000-8000-000000000001'
let db: Opened
beforeAll(async () => {
  db = await database()
})
afterAll(() => db.close())

const insert = (key: string): Statement => ({
  name: 'insert_setting',
  text: 'with new as (insert into setting (key, value) values ($1, $2) returning key) select key from new',
  values: [key, 'x'],
})
const expectThat = (ok: boolean, code: string): Statement => ({
  name: 'expect',
  text: 'select hearback_expect($1, $2)',
  values: [ok, code],
})
const keys = async () => {
  const [rows] = await transact(db, 'engine', {}, [{ name: 'keys', text: 'select key from setting order by key' }])
  return rows?.map(({ key }) => key)
}

test('statements share one transaction and one tenant, and each answers its rows', async () => {
  const scope = { precinct: north, person: north }
  const ids = {
    name: 'ids',
    text: 'select hearback_precinct() as precinct, hearback_person() as person, txid_current() as tx',
  }
  const [first, second] = await transact(db, 'engine', scope, [ids, ids])
  expect(first).toMatchObject([{ precinct: north, person: north }])
  expect(second).toEqual(first)
})

test('nothing of it stays on the connection', async () => {
  await transact(db, 'desk', { precinct: north, person: north }, [])
  const ids = { name: 'ids_after', text: 'select hearback_precinct() as precinct, hearback_person() as person' }
  expect(await transact(db, 'desk', {}, [ids])).toEqual([[{ precinct: null, person: null }]])
})

test('an error in the middle undoes everything and leaves the connections usable', async () => {
  for (let round = 0; round < 10; round++) {
    const all = transact(db, 'engine', {}, [insert('before'), expectThat(false, 'stale'), insert('after')])
    await expect(all).rejects.toMatchObject({ code: 'HB001', message: 'stale' })
  }
  expect(await keys()).toEqual([])
  await transact(db, 'engine', {}, [insert('kept'), expectThat(true, 'stale')])
  expect(await keys()).toEqual(['kept'])
})

test('a statement that cannot be sent stops the others before they are', async () => {
  const circle: { self?: unknown } = {}
  circle.self = circle
  const unsendable = { name: 'circle', text: 'select $1::jsonb', values: [circle] }
  await expect(transact(db, 'engine', {}, [insert('lost'), unsendable])).rejects.toThrow(TypeError)
  const renamed = { ...insert('lost'), text: 'select 1' }
  await expect(transact(db, 'engine', {}, [insert('lost'), renamed])).rejects.toThrow('insert_setting')
  expect(await keys()).toEqual(['kept'])
})

test('values of every kind arrive as they are', async () => {
  const text =
    'select $1::timestamptz as at, $2::jsonb as data, $3::text[] as list, $4::bytea as bytes, $5::int as none, $6::bool as yes'
  const at = new Date('2026-03-08T02:30:00.123Z')
  const values = [at, { a: ['"é'] }, ['x', null, 'y"\\'], Buffer.from([0, 255]), null, true]
  const [rows] = await transact(db, 'engine', {}, [{ name: 'kinds', text, values }])
  const [data, list, bytes] = [{ a: ['"é'] }, ['x', null, 'y"\\'], Buffer.from([0, 255])]
  expect(rows).toEqual([{ at, data, list, bytes, none: null, yes: true }])
})

test('many at once, some failing, keep to themselves', async () => {
  const one = async (n: number) => {
    const ok = n % 3 !== 0
    const done = transact(db, 'engine', {}, [insert(`many ${n}`), expectThat(ok, 'stale')])
    await (ok ? done : expect(done).rejects.toMatchObject({ code: 'HB001' }))
  }
  await Promise.all(Array.from({ length: 60 }, (_, n) => one(n)))
  expect((await keys())?.length).toBe(1 + 40)
})

test('Prisma reads under the role and tenant, and cannot write', async () => {
  const columns = `(id, name, locale, zone, region, emergency) values ($1, 'North', 'en', 'UTC', 'US', '911')`
  const text = `insert into precinct ${columns}`
  await transact(db, 'engine', { precinct: north }, [{ name: 'precinct', text, values: [north] }])
  const read = prismaReader(db)
  try {
    expect(await read('desk', { precinct: north }, (found) => found.precinct.findMany())).toMatchObject([
      { name: 'North' },
    ])
    expect(await read('desk', {}, (found) => found.community.findMany())).toEqual([])
    await expect(read('desk', { precinct: north }, (found) => found.voice.findMany())).rejects.toThrow('denied')
    const write = read('engine', { precinct: north }, (found) => found.precinct.updateMany({ data: { name: 'x' } }))
    await expect(write).rejects.toThrow('read-only')
    const many = Array.from({ length: 20 }, () => read('desk', { precinct: north }, (found) => found.concern.count()))
    expect(await Promise.all(many)).toEqual(many.map(() => 0))
  } finally {
    await read.close()
  }
  expect(await transact(db, 'engine', {}, [])).toEqual([])
})
