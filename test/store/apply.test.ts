import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyMigrations, type Migration, readMigrations } from '../../src/store/apply.ts'
import { emptyPool } from '../support/database.ts'

const step = (name: string, sql: string, checksum = name): Migration => ({ name, sql, checksum })
const first = step('1_first', 'create table stone (id int primary key)')
const second = step('2_second', 'alter table stone add column weight int')

let db: Awaited<ReturnType<typeof emptyPool>>
beforeAll(async () => {
  db = await emptyPool()
})
beforeEach(() => db.pool.query('drop schema public cascade; create schema public'))
afterAll(() => db.close())

const count = async (table: string) => Number((await db.pool.query(`select count(*) from ${table}`)).rows[0].count)

test('the real migrations make every table, and a second time nothing', async () => {
  const migrations = await readMigrations()
  const names = migrations.map(({ name }) => name)
  expect(await applyMigrations(db.pool, migrations)).toEqual({ status: 'applied', names })
  expect(await count('concern')).toBe(0)
  expect(await applyMigrations(db.pool, migrations)).toEqual({ status: 'applied', names: [] })
})

test('each migration is recorded as finished, with its checksum', async () => {
  await applyMigrations(db.pool, [first])
  const { rows } = await db.pool.query('select * from _prisma_migrations')
  expect(rows).toMatchObject([
    { migration_name: '1_first', checksum: '1_first', applied_steps_count: 1, rolled_back_at: null },
  ])
  expect(rows[0].finished_at).toBeInstanceOf(Date)
})

test('five instances that start at once apply each migration once', async () => {
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => applyMigrations(db.pool, [first, second])))
  const names = all.flatMap((applied) => (applied.status === 'applied' ? applied.names : [applied.reason]))
  expect(names).toEqual(['1_first', '2_second'])
})

test('a file edited after it was applied is refused', async () => {
  await applyMigrations(db.pool, [first])
  const edited = { ...first, checksum: 'other' }
  expect(await applyMigrations(db.pool, [edited, second])).toMatchObject({ reason: 'migration_edited' })
  expect(await count('_prisma_migrations')).toBe(1)
})

test('a database of a newer version is refused', async () => {
  await applyMigrations(db.pool, [first, second])
  expect(await applyMigrations(db.pool, [first])).toMatchObject({ reason: 'migrations_newer' })
})

test('a script that fails half way leaves nothing behind', async () => {
  const broken = step('2_broken', 'create table pebble (id int); select 1 / 0')
  const applied = await applyMigrations(db.pool, [first, broken])
  expect(applied).toMatchObject({ reason: 'migration_failed', detail: expect.stringContaining('2_broken') })
  await expect(count('pebble')).rejects.toMatchObject({ code: '42P01' })
  expect(await count('_prisma_migrations')).toBe(1)
  expect(await applyMigrations(db.pool, [first, second])).toEqual({ status: 'applied', names: ['2_second'] })
})

test('one that another tool left unfinished is refused', async () => {
  await applyMigrations(db.pool, [first])
  await db.pool.query('update _prisma_migrations set finished_at = null')
  expect(await applyMigrations(db.pool, [first, second])).toMatchObject({ reason: 'migration_failed' })
})

test('before a database that holds something is changed, there is a moment to back it up', async () => {
  const asked: string[] = []
  const before = async ({ name }: Migration) => void asked.push(name)
  await applyMigrations(db.pool, [first], before)
  await applyMigrations(db.pool, [first, second], before)
  await applyMigrations(db.pool, [first, second], before)
  expect(asked).toEqual(['2_second'])
})
