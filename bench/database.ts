import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'

/** The server that the bench makes its own databases on. */
export const serverUrl = process.env.DATABASE_URL ?? process.env.TEST_DATABASE_URL

export type Database = { url: string; owner: pg.Pool; version: string; drop(): Promise<void> }

/** A database of our own, made empty and dropped at the end. */
export async function makeDatabase(): Promise<Database> {
  if (!serverUrl) throw new Error('set DATABASE_URL to a PostgreSQL server on which databases may be made')
  const name = `hearback_bench_${randomUUID().slice(0, 8)}`
  const server = new pg.Pool({ connectionString: serverUrl, max: 1 })
  await server.query(`create database ${name}`)
  const { rows } = await server.query('show server_version')
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const owner = new pg.Pool({ connectionString: url.href, max: 2 })
  const drop = async () => {
    await owner.end()
    await server.query(`drop database if exists ${name} with (force)`)
    await server.end()
  }
  return { url: url.href, owner, version: String(rows[0].server_version), drop }
}

/** CPU that the server's processes for this database have used, in µs; `null` where that cannot be seen. */
export async function serverCpu({ owner }: Database): Promise<number | null> {
  const { rows } = await owner.query(
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
  )
  try {
    const used = await Promise.all(rows.map(({ pid }) => ticksOf(pid)))
    return used.reduce((sum, ticks) => sum + ticks, 0) * TICK_US
  } catch {
    return null
  }
}

/** A tick of /proc is a hundredth of a second on every Linux we know. */
const TICK_US = 10_000

async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user = '0', system = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return Number(user) + Number(system)
}
