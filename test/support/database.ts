import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Opened, type OpenOptions, openStore } from '../../src/store/open.ts'
import { createPglite, inProcess } from '../../src/store/pglite.ts'
import { pglitePool } from '../../src/store/pglite-pool.ts'
import { poolOf } from '../../src/store/postgres.ts'

/** Set, tests run on that PostgreSQL server, each in a database of its own; otherwise embedded, in memory. */
export const serverUrl = process.env.TEST_DATABASE_URL

/** Logins of tests, so that those of a product on the same server keep their passwords. */
export const testOptions: OpenOptions = {
  dataDir: '',
  memory: true,
  password: (role) => `test-${role}`,
  logins: 'hearback_test',
  sizes: { engine: 6, desk: 2, community: 2, pump: 3 },
  log: () => {},
}

/** A fresh migrated database. `close` removes it. */
export async function database(options: Partial<OpenOptions> = {}): Promise<Opened> {
  if (serverUrl === undefined) return openedOf(await openStore({ ...testOptions, ...options }))
  const own = await emptyDatabase(serverUrl)
  const opened = openedOf(await openStore({ ...testOptions, ...options, databaseUrl: own.url }))
  const close = async () => {
    await opened.close()
    await own.drop()
  }
  return { ...opened, close }
}

/** A database without anything in it, as its owner. */
export async function emptyPool(): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const own = serverUrl === undefined ? undefined : await emptyDatabase(serverUrl)
  const backend = own ? undefined : inProcess(await createPglite({ dataDir: 'memory://' }))
  const pool = backend ? pglitePool(backend) : poolOf(own?.url ?? '', 10, 'test', () => {})
  const close = async () => {
    await pool.end()
    await backend?.close()
    await own?.drop()
  }
  return { pool, close }
}

export async function emptyDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `hearback_test_${randomUUID().replaceAll('-', '')}`
  await asAdministrator(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdministrator(server, `drop database if exists ${name} with (force)`) }
}

export async function asAdministrator(server: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

function openedOf(opened: Awaited<ReturnType<typeof openStore>>): Opened {
  if (opened.status === 'refused') throw new Error(`${opened.reason}: ${opened.detail}`)
  return opened
}
