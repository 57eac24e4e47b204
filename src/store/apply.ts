import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { messageOf, type Refusal, refusal } from './refusal.ts'

export type Migration = { name: string; sql: string; checksum: string }
export type Applied = { status: 'applied'; names: string[] }

/** The advisory lock that Prisma Migrate takes, so that it and we never migrate at the same time. */
const LOCK = 72707369
const DIRECTORY = join(import.meta.dirname, '..', '..', 'prisma', 'migrations')

// The table of Prisma Migrate, row for row, so that its own commands find a history they know.
const HISTORY = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`
const RECORD = `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  values ($1, $2, $3, now(), clock_timestamp(), 1)`

export async function readMigrations(directory = DIRECTORY): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const file = await readFile(join(directory, name, 'migration.sql'))
      return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') }
    }),
  )
}

/**
 * Brings the database up to `migrations`, each in one transaction with its own record. Any number of instances may do this at
 * once. `before` runs ahead of the first change to a database that already has some, on the connection that holds the lock.
 */
export async function applyMigrations(
  pool: pg.Pool,
  migrations: readonly Migration[],
  before: (next: Migration, client: pg.PoolClient) => Promise<void> = async () => {},
): Promise<Applied | Refusal> {
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`)
    await client.query(HISTORY)
    const known = await history(client)
    const refused = disagreement(known, migrations)
    if (refused) return refused
    const pending = migrations.filter(({ name }) => !known.some((row) => row.migration_name === name))
    if (known.length > 0 && pending[0]) await before(pending[0], client)
    return await applyAll(client, pending)
  } finally {
    await client.query(`select pg_advisory_unlock(${LOCK})`).catch(() => {})
    client.release()
  }
}

type Recorded = { migration_name: string; checksum: string; finished_at: Date | null }

async function history(client: pg.PoolClient): Promise<Recorded[]> {
  const { rows } = await client.query<Recorded>(
    `select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at`,
  )
  return rows
}

function disagreement(known: readonly Recorded[], migrations: readonly Migration[]): Refusal | undefined {
  for (const { migration_name: name, checksum, finished_at } of known) {
    const ours = migrations.find((migration) => migration.name === name)
    if (!ours) return refusal('migrations_newer', `The database has migration ${name}: run the version that knows it.`)
    if (!finished_at) return refusal('migration_failed', `Migration ${name} failed earlier: resolve it first.`)
    if (ours.checksum !== checksum)
      return refusal('migration_edited', `Migration ${name} was edited after it was applied: restore the file.`)
  }
}

async function applyAll(client: pg.PoolClient, pending: readonly Migration[]): Promise<Applied | Refusal> {
  for (const { name, sql, checksum } of pending) {
    try {
      await client.query('begin')
      await client.query(sql)
      await client.query(RECORD, [randomUUID(), checksum, name])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      return refusal('migration_failed', `Migration ${name} was undone: ${messageOf(error)}`)
    }
  }
  return { status: 'applied', names: pending.map(({ name }) => name) }
}
